// Random words for the wire: tags of 22 characters carry 128 bits in base64url.

/** @returns {string} 22 characters of [A-Za-z0-9_-] */
export function randomTag() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
