// Codes: invites for people, enrolments for robots; what they open, as texts to hand on.

/** @typedef {{ code: string, type: 'invite' | 'enrolment', kind?: string, uses: number, left: number, expires: number }} Code */

export const KINDS = Object.freeze(['player', 'referee', 'watcher', 'bot', 'operator', 'robot']);
export const LIVES_S = Object.freeze([900, 3600, 28800, 86400, 604800, 2592000, 31622400]);
export const LIFE_S = 86400;
export const USES_MOST = 1000;

/** @param {string} origin @param {string} code */
export const joinLink = (origin, code) => `${origin}/#invite=${code}`;

/**
 * What registers a robot and starts it, simulated until it has a body of its own.
 * @param {string} origin @param {string} code
 */
export const robotCommand = (origin, code) =>
  `arena-robot --id rover1 --driver sim --state rover1 --mqtt-host ${hostOf(origin)} --api ${origin} --enrolment ${code}`;

/** @param {string} origin */
const hostOf = (origin) => new URL(origin).hostname.replace(/^\[|\]$/g, '');

/** @param {string} origin whether nothing but this machine can open it */
export const isLoopback = (origin) => /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(origin).hostname);

/** What a code's QR code says. @param {string} origin @param {Pick<Code, 'type' | 'code'>} code */
export const qrText = (origin, { type, code }) => (type === 'invite' ? joinLink(origin, code) : code);

/**
 * All codes that stand.
 * @param {import('../session.js').Session} session @returns {Promise<Code[] | null>} null: refused, and said
 */
export async function listCodes(session) {
  /** @type {Code[]} */
  const codes = [];
  for (let after = ''; ; ) {
    const answer = await session.attempt('code.list', after ? { after } : {});
    if (!answer) return null;
    codes.push(...(answer.codes ?? []));
    after = answer.next ?? '';
    if (!after) return codes.sort((a, b) => b.expires - a.expires);
  }
}

/**
 * @param {import('../session.js').Session} session
 * @param {{ kind: string, uses: number, ttl_s: number }} wish kind `robot` makes an enrolment
 * @returns {Promise<Code | null>} null: refused, and said
 */
export async function createCode(session, { kind, uses, ttl_s }) {
  const robot = kind === 'robot';
  const members = robot ? { uses, ttl_s } : { kind, uses, ttl_s };
  const answer = await session.attempt(robot ? 'enrolment.create' : 'invite.create', members);
  if (!answer) return null;
  const type = robot ? 'enrolment' : 'invite';
  return { code: answer.code, type, kind: robot ? undefined : kind, uses, left: uses, expires: answer.expires };
}
