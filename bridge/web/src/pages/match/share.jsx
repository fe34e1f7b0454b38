// The result to take along: a picture to share or keep, or the page on paper.

import { useState } from 'preact/hooks';
import { looksOf } from '../../arena/teams.js';
import { pages } from '../../match/words/pages.js';
import { Icon } from '../../ui/icons.jsx';
import { pictureOf } from './picture.js';

const KEPT_MS = 60_000;

/** @param {import('./match.jsx').Scene & { line: import('./timeline.jsx').Line }} props */
export function Share({ doc, line }) {
  const { result } = pages();
  const [busy, work] = useState(false);
  const hand = async () => {
    work(true);
    const picture = await pictureOf(doc, looksOf(doc.teams), line);
    if (picture) await handOn(picture, doc.name || doc.id);
    work(false);
  };
  return (
    <>
      <button class="quiet" disabled={busy} onClick={hand}>
        <Icon name="share" />
        {mayShare() ? result.share : result.save}
      </button>
      <button class="ghost" onClick={() => print()}>{result.print}</button>
    </>
  );
}

/** A phone shares pictures with its other programs. */
const mayShare = () => Boolean(navigator.canShare?.({ files: [new File([], 'x.png', { type: 'image/png' })] })) && matchMedia('(pointer: coarse)').matches;

/** @param {Blob} picture @param {string} title */
async function handOn(picture, title) {
  const name = `${pages().result.pictureName}.png`;
  if (mayShare()) {
    const file = new File([picture], name, { type: 'image/png' });
    await navigator.share({ files: [file], title }).catch(() => {}); // not sharing after all is no fault
    return;
  }
  const url = URL.createObjectURL(picture);
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
