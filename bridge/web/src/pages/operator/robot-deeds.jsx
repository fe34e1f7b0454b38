// What can be done to a robot. What takes it from somebody asks first and names them.

import { words } from '../../operator/words/index.js';

/** @typedef {import('../../operator/wall.js').Row} Row */

/** @param {import('./robot.jsx').Props & { row: Row }} props */
export function RobotDeeds(props) {
  const { row, deeds, manages } = props;
  const { robot } = words();
  return (
    <div class="deeds">
      <div class="first">
        <button class="danger" onClick={() => deeds.stop(row.id)}>{robot.stop}</button>
        <button class="quiet" disabled={!row.stops.length} onClick={() => deeds.clear(row)}>{robot.clear}</button>
      </div>
      {manages && <Managing {...props} />}
      <div class="links">
        <a href={`#history/${row.id}`}>{robot.history}</a>
        {manages && <a href={`#operator/audit/${row.id}`}>{robot.audit}</a>}
      </div>
    </div>
  );
}

/** @param {import('./robot.jsx').Props & { row: Row }} props */
function Managing({ row, deeds, confirm, session, identity }) {
  const o = words();
  const { id, driver } = row;
  /** The driver may have changed while the question stood: then nobody loses a robot by mistake. */
  const release = () => {
    if (session.robots.entries.get(id)?.driver === driver) void deeds.release(id);
    else identity.say({ what: 'said', text: o.robot.changed });
  };
  /** @param {Promise<any>} deed @param {string} text said once it is done */
  const told = async (deed, text) => (await deed) && identity.say({ what: 'said', text });
  const service = () => (row.service ? deeds.service(id, true) : confirm({ ...outQuestion(row), then: () => deeds.service(id, false) }));
  const revoke = { title: o.confirm.revokeRobot.title(id), text: [o.confirm.revokeRobot.text], act: o.confirm.revokeRobot.act };
  const leave = { title: o.confirm.deregister.title(id), text: [o.confirm.deregister.text], act: o.confirm.deregister.act };
  return (
    <>
      <button class="quiet" disabled={!driver}
        onClick={() => confirm({ title: o.confirm.release.title(id, driver), text: [o.confirm.release.text(driver)], act: o.confirm.release.act, then: release })}>
        {o.robot.release}
      </button>
      <button class="quiet" onClick={service}>{row.service ? o.robot.in : o.robot.out}</button>
      <div class="grave">
        <button class="danger quiet" onClick={() => confirm({ ...revoke, then: () => told(deeds.revoke(`robot/${id}`), o.done.revoked(id)) })}>{o.robot.revoke}</button>
        <button class="danger quiet" onClick={() => confirm({ ...leave, then: () => told(deeds.deregister(id), o.done.deregistered(id)) })}>{o.robot.deregister}</button>
      </div>
    </>
  );
}

/** @param {Row} row */
function outQuestion({ id, driver, queue }) {
  const { out } = words().confirm;
  return {
    title: out.title(id),
    text: [driver ? out.driven(driver) : '', queue ? out.queue(queue) : '', out.text],
    act: out.act,
  };
}
