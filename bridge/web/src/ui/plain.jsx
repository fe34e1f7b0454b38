import { Icon } from './icons.jsx';

/**
 * A page of a few words and what can be done.
 * @param {{ icon: string, title: string, text: string, children?: any }} props
 */
export function Plain({ icon, title, text, children }) {
  return (
    <section class="panel narrow">
      <Icon name={icon} />
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </section>
  );
}
