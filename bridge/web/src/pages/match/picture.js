// The result as one picture, 1200 x 630, as messengers show it: always dark, in the teams' colours. Drawn by
// hand, because a page cannot take a photograph of itself.

import { BODIES, BODY } from '../../arena/figures.js';
import { badgesOf, ranked } from '../../match/stats.js';
import { boundsOf, stepsPath } from '../../match/timeline.js';
import { DRAW, clockText, namesOf, winnerOf } from '../../match/view.js';
import { pages } from '../../match/words/pages.js';
import { shared } from '../../match/words/shared.js';
import { w } from '../../words/index.js';

const WIDTH = 1200;
const HEIGHT = 630;
const EDGE = 64;
const BEST = 3;

/** @typedef {import('../../match/types.js').Doc} Doc */
/** @typedef {import('../../arena/teams.js').Look} Look */
/** @typedef {import('./timeline.jsx').Line} Line */
/** @typedef {{ context: CanvasRenderingContext2D, token: (name: string) => string, doc: Doc, looks: Look[] }} Easel */

/** The dark theme's tokens, whatever the page wears. @returns {{ token: (name: string) => string, end: () => void }} */
function darkTokens() {
  const probe = document.createElement('div');
  probe.dataset.theme = 'dark';
  document.body.append(probe);
  const style = getComputedStyle(probe);
  return { token: (name) => style.getPropertyValue(name).trim(), end: () => probe.remove() };
}

/** @param {Doc} doc @param {Look[]} looks @param {Line} line @returns {Promise<Blob | null>} null: this browser cannot */
export async function pictureOf(doc, looks, line) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  if (!context) return null;
  const { token, end } = darkTokens();
  const easel = { context, token, doc, looks };
  drawGround(easel);
  drawTitle(easel, line.length);
  drawScores(easel);
  drawTimeline(easel, line);
  drawBest(easel);
  end();
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** @param {Easel} easel @param {string} text @param {number} x @param {number} y @param {{ size: number, weight?: number, colour?: string, align?: CanvasTextAlign, width?: number }} how */
function write({ context, token }, text, x, y, { size, weight = 500, colour = token('--ink'), align = 'left', width = WIDTH }) {
  context.font = `${weight} ${size}px ${token('--sans') || 'sans-serif'}`;
  context.textAlign = align;
  context.fillStyle = colour;
  context.fillText(text, x, y, width);
}

/** @param {Easel} easel */
function drawGround({ context, token, doc, looks }) {
  context.fillStyle = token('--ground');
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const winner = winnerOf(doc);
  const slot = winner === null ? undefined : looks[winner]?.slot;
  const glow = context.createRadialGradient(EDGE, 0, 0, EDGE, 0, 900);
  glow.addColorStop(0, slot === undefined ? token('--edge') : token(`--team-${slot}`));
  glow.addColorStop(1, 'transparent');
  context.globalAlpha = 0.34;
  context.fillStyle = glow;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.globalAlpha = 1;
}

/** @param {Easel} easel @param {number} length */
function drawTitle(easel, length) {
  const { doc, token } = easel;
  const { nameless, result } = pages();
  const { wins, draw } = shared();
  const winner = winnerOf(doc);
  const won = winner === null ? result.aborted : draw;
  const when = new Date(doc.ended || doc.created || 0).toLocaleDateString(w.locale, { dateStyle: 'long' });
  write(easel, doc.name || nameless, EDGE, 92, { size: 30, colour: token('--soft'), width: 700 });
  write(easel, winner === null || winner === DRAW ? won : wins(doc.teams[winner]?.name ?? ''), EDGE, 166, { size: 68, weight: 800, width: 720 });
  write(easel, [when, length > 0 ? clockText(length) : ''].filter(Boolean).join(' · '), EDGE, 214, { size: 26, colour: token('--soft') });
  write(easel, w.common.arena, WIDTH - EDGE, HEIGHT - 40, { size: 26, weight: 700, colour: token('--soft'), align: 'right' });
}

/** @param {Easel} easel */
function drawScores(easel) {
  const { context, token, doc, looks } = easel;
  const size = doc.teams.length > 2 ? 54 : 96;
  const row = doc.teams.length > 2 ? 62 : 110;
  doc.teams.forEach(({ name, score }, at) => {
    const y = 60 + row * (at + 1) - 30;
    const slot = looks[at]?.slot ?? -1;
    write(easel, String(score), WIDTH - EDGE, y, { size, weight: 800, align: 'right', colour: token(`--team-${slot}-text`) || token('--ink') });
    context.font = `800 ${size}px ${token('--sans')}`;
    const left = WIDTH - EDGE - context.measureText(String(score)).width - 28;
    write(easel, name, left, y - size * 0.1, { size: 32, weight: 650, align: 'right', width: 230 });
    context.font = `650 32px ${token('--sans')}`;
    drawMark(easel, slot, left - Math.min(230, context.measureText(name).width) - 36, y - size * 0.1 - 11);
  });
}

/** @param {Easel} easel @param {number} slot @param {number} x @param {number} y */
function drawMark({ context, token }, slot, x, y) {
  context.save();
  context.translate(x, y);
  context.scale(18, 18);
  context.fillStyle = token(`--team-${slot}`) || token('--edge');
  context.fill(new Path2D(BODIES[slot] ?? BODY));
  context.restore();
}

/** @param {Easel} easel @param {Line} line */
function drawTimeline({ context, token, doc, looks }, { steps, length }) {
  const box = { width: WIDTH - 2 * EDGE, height: 150, length, ...boundsOf(steps) };
  context.save();
  context.translate(EDGE, 300);
  context.strokeStyle = token('--line');
  context.lineWidth = 2;
  context.stroke(new Path2D(`M0 ${box.height}H${box.width}`));
  context.lineWidth = 5;
  context.lineJoin = 'round';
  doc.teams.forEach((_, at) => {
    context.strokeStyle = token(`--team-${looks[at]?.slot}`);
    context.stroke(new Path2D(stepsPath(steps, at, box)));
  });
  context.restore();
}

/** @param {Easel} easel */
function drawBest(easel) {
  const { token, doc, looks } = easel;
  const { result } = pages();
  const players = doc.players ?? [];
  const badges = badgesOf(players);
  const name = namesOf(doc);
  const width = (WIDTH - 2 * EDGE) / BEST;
  ranked(players).slice(0, BEST).forEach((player, at) => {
    const x = EDGE + at * width;
    const badge = badges.get(player.player)?.[0];
    drawMark(easel, looks[player.team ?? -1]?.slot ?? -1, x + 18, 508);
    write(easel, name(player.player), x + 48, 519, { size: 30, weight: 700, width: width - 70 });
    write(easel, `${player.points} ${result.points} · ${player.hits} ${result.hits}`, x, 560, { size: 24, colour: token('--soft'), width: width - 24 });
    if (badge) write(easel, result.badges[badge], x, 594, { size: 22, weight: 600, colour: token('--warn'), width: width - 24 });
  });
}
