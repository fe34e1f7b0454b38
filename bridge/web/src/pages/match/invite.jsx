// Bringing others into this match: a QR code for a phone across the table, a link for those far away.

import { useState } from 'preact/hooks';
import { matchLink } from '../../match/role.js';
import { pages } from '../../match/words/pages.js';
import { copied } from '../../operator/copy.js';
import { isLoopback } from '../../operator/codes.js';
import { Qr } from '../operator/qr.jsx';
import { Dialog } from '../../ui/dialog.jsx';
import { w } from '../../words/index.js';

/** @param {import('./match.jsx').Scene & { close: () => void }} props */
export function Invite({ identity, doc, close }) {
  const { lobby } = pages();
  const [said, say] = useState('');
  const { invite } = identity;
  const link = matchLink(location.origin, doc.id, invite);
  const copy = async () => say((await copied(link)) ? lobby.copied : lobby.notCopied);
  const share = () => navigator.share({ title: doc.name, url: link }).catch(() => {}); // not sharing after all is no fault
  return (
    <Dialog title={lobby.inviteTitle} onClose={close}>
      <div class="inviting">
        <p>{lobby.inviteText} {!invite && lobby.inviteNoCode}</p>
        <Qr text={link} label={lobby.qr(link)} />
        <p class="linktext">{link}</p>
        {isLoopback(location.origin) && <p class="hint">{lobby.loopback}</p>}
        <div class="buttons">
          <button class="ghost" onClick={close}>{w.common.close}</button>
          {'share' in navigator && <button class="quiet" onClick={share}>{lobby.share}</button>}
          <button onClick={copy}>{lobby.copy}</button>
        </div>
        <p class="spoken" role="status">{said}</p>
      </div>
    </Dialog>
  );
}
