/** A page of a few words and what can be done. @param {{ title: string, text: string, children?: any }} props */
export function Plain({ title, text, children }) {
  return (
    <section class="panel narrow">
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </section>
  );
}
