// The few calls that go over HTTP: joining, and the list of robots before MQTT is up.

import { Refusal } from './asks.js';

/**
 * @param {string} name @param {string} invite
 * @returns {Promise<{ principal: string, token: string, root: string, broker: string, expires: number }>}
 */
export async function join(name, invite) {
  let response;
  try {
    response = await fetch('/api/v1/players', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, invite }),
    });
  } catch {
    throw new Refusal('unreachable', '');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refusal(body.code ?? 'unavailable', body.detail ?? body.title ?? '');
  }
  return body;
}
