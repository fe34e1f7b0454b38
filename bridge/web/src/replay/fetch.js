// Fetches a match's record as a stream: what has come can be played while the rest comes.

import { Lines } from './lines.js';
import { Refusal } from '../net/asks.js';

/**
 * @param {{ token: string }} access @param {string} id
 * @param {(line: string) => void} take @param {() => void} progress called now and then
 * @param {AbortSignal} signal @returns {Promise<void>} rejects with a Refusal
 */
export async function fetchRecord({ token }, id, take, progress, signal) {
  const response = await asked(token, id, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const lines = new Lines();
  try {
    for (let part; reader && !(part = await reader.read()).done; ) {
      lines.take(part.value).forEach(take);
      progress();
    }
  } catch {
    signal.throwIfAborted();
    throw new Refusal('unreachable', '');
  }
  lines.end().forEach(take);
  progress();
}

/** @param {string} token @param {string} id @param {AbortSignal} signal */
async function asked(token, id, signal) {
  const response = await fetch(`/api/v1/matches/${encodeURIComponent(id)}/record`, {
    headers: { authorization: `Bearer ${token}` }, signal,
  }).catch(() => {
    signal.throwIfAborted();
    throw new Refusal('unreachable', '');
  });
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  throw new Refusal(body.code ?? 'unavailable', body.detail ?? body.title ?? '');
}
