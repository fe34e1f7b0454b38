// All matches: those that are on (#matches), those that are over (#matches/past), making one (#matches/new).

import './matches.css';
import { pages } from '../../match/words/pages.js';
import { mayPlay } from '../../match/view.js';
import { Icon } from '../../ui/icons.jsx';
import { Create } from './create.jsx';
import { Now } from './now.jsx';
import { Past } from './past.jsx';

/** @param {import('../../app.jsx').PageProps} props */
export default function Matches(props) {
  const { session, rest } = props;
  const plays = mayPlay(session.credentials.principal);
  if (rest === 'new' && plays) return <Create {...props} />;
  const { title, list } = pages();
  return (
    <section class="matches">
      <div class="title">
        <h1>{title}</h1>
        {plays && (
          <a class="button quiet" href="#matches/new">
            <Icon name="plus" />
            {list.create}
          </a>
        )}
        <p>{list.text}</p>
      </div>
      <nav class="matchtabs" aria-label={list.parts}>
        <a href="#matches" aria-current={rest === 'past' ? undefined : 'page'}>{list.now}</a>
        <a href="#matches/past" aria-current={rest === 'past' ? 'page' : undefined}>{list.past}</a>
      </nav>
      {rest === 'past' ? <Past {...props} /> : <Now {...props} plays={plays} />}
    </section>
  );
}
