import { Component, h } from 'preact';

/**
 * A view that is drawn anew only when a property is another one: for what is large and stays, inside
 * of what changes many times a second.
 * @template P
 * @param {(props: P) => any} draw @returns {(props: P) => any}
 */
export function memo(draw) {
  /** @extends {Component<any>} */
  class Still extends Component {
    /** @param {any} next */
    shouldComponentUpdate(next) {
      return Object.keys(next).some((key) => next[key] !== this.props[key]);
    }

    render() {
      return draw(/** @type {any} */ (this.props));
    }
  }
  return (props) => h(/** @type {any} */ (Still), /** @type {any} */ (props));
}
