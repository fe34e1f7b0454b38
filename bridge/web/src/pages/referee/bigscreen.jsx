// Opening the big screen, for operators: the address carries an invite for the screen itself, and one
// that its QR code hands to people who want to play. It may be opened here or typed at another device.

import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.jsx';
import { copied } from '../../operator/copy.js';
import { createCode } from '../../operator/codes.js';
import { kindOf } from '../../match/view.js';
import { stage } from '../../match/words/stage.js';

const LIFE_S = 86400;
const SCREENS = 10;
const PLAYERS = 200;

/** @typedef {import('../../session.js').Session} Session */

/** @param {Session} session @returns {Promise<string>} "" = refused, and said */
async function addressFor(session) {
  const screen = await createCode(session, { kind: 'watcher', uses: SCREENS, ttl_s: LIFE_S });
  const player = screen && (await createCode(session, { kind: 'player', uses: PLAYERS, ttl_s: LIFE_S }));
  return screen && player ? `${location.origin}/screen?join=${player.code}#invite=${screen.code}` : '';
}

/** @param {{ session: Session }} props nothing for who may not make invites */
export function BigScreen({ session }) {
  const { referee } = stage();
  const [address, show] = useState('');
  const [said, say] = useState('');
  if (kindOf(session.credentials.principal) !== 'operator') return null;
  const copy = async () => say((await copied(address)) ? referee.copied : referee.notCopied);
  return (
    <>
      <button class="quiet" onClick={async () => show(await addressFor(session))}>
        {referee.bigScreen}
      </button>
      {address && (
        <Dialog title={referee.bigScreen} onClose={() => show('')}>
          <p>{referee.bigScreenText}</p>
          <p class="address">{address}</p>
          <p role="status">{said}</p>
          <div class="buttons">
            <a class="button" href={address} target="_blank" rel="noopener">{referee.openHere}</a>
            <button class="quiet" onClick={copy}>{referee.copy}</button>
          </div>
        </Dialog>
      )}
    </>
  );
}
