// Hands a file to the person: what the browser does with it is the browser's business.

const KINDS = Object.freeze({ csv: 'text/csv;charset=utf-8', json: 'application/json' });
const KEPT_MS = 60_000; // some browsers read the file only once the person has said where to

/** @param {string} name @param {string[]} pieces @param {keyof typeof KINDS} form */
export function download(name, pieces, form) {
  const url = URL.createObjectURL(new Blob(pieces, { type: KINDS[form] }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
