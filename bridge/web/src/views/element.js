// Elements from plain values. Text is always text: nothing from outside becomes markup.

/**
 * @param {string} name
 * @param {Record<string, any>} [props] properties; `class` and `on` (listeners) are special
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function element(name, props = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (key === 'class') node.className = value;
    else if (key === 'on') for (const [type, f] of Object.entries(value)) node.addEventListener(type, f);
    else if (key.startsWith('aria-') || key === 'role') node.setAttribute(key, value);
    else Object.assign(node, { [key]: value });
  }
  node.append(...children);
  return node;
}

/**
 * Sets text only when it differs, so that a screen reader is not told the same thing again.
 * @param {Element} node @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
