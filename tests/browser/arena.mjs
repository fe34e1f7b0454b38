// The arena and the browser that the page's tests stand on: a real broker, bridge and simulated
// robots (tests/support/serve.py), and Debian's Chromium without a window.

import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, afterEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { de } from '../../bridge/web/src/words/de.js';
import { en } from '../../bridge/web/src/words/en.js';

const SERVE = fileURLToPath(new URL('../support/serve.py', import.meta.url));
/** Of the simulated arena, where one is wanted: the setting `map`. */
export const YARD = fileURLToPath(new URL('../../robot/sim/maps/yard.map', import.meta.url));
const PATIENCE_MS = 20_000;
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export class Arena {
  /** @param {number} robots @param {object} [settings] the bridge's */
  static async start(robots, settings = {}) {
    const arena = new Arena();
    arena.process = spawn('/usr/bin/python3', [SERVE, String(robots), JSON.stringify(settings)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    arena.lines = createInterface({ input: arena.process.stdout })[Symbol.asyncIterator]();
    Object.assign(arena, await arena.#line());
    arena.wire = {
      /** Resets all connections of browsers and refuses new ones. */
      cut: () => arena.order('wire', { args: ['cut'] }),
      /** Nothing passes, nothing is told; `ms` later all of it does. Without: until heal. */
      stall: async (ms = 0) => {
        await arena.order('wire', { args: ['stall'] });
        if (ms > 0) await pause(ms).then(arena.wire.heal);
      },
      /** @param {number} ms @param {number} [jitter] of each direction */
      delay: (ms, jitter = 0) => arena.order('wire', { args: ['delay', ms, jitter] }),
      heal: () => arena.order('wire', { args: ['heal'] }),
    };
    return arena;
  }

  async #line() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('the arena ended');
    const answer = JSON.parse(value);
    if ('fault' in answer) throw new Error(answer.fault);
    return answer.ok;
  }

  /** @param {string} what @param {object} [members] */
  async order(what, members = {}) {
    this.process.stdin.write(`${JSON.stringify({ do: what, ...members })}\n`);
    return this.#line();
  }

  invite(kind = 'player') {
    return this.order('invite', { args: [kind] });
  }

  /** @param {string} robot */
  moves(robot) {
    return this.order('moves', { args: [robot] });
  }

  /** What the simulated robot did last. @param {string} robot */
  async last(robot) {
    return (await this.moves(robot)).at(-1);
  }

  /** @param {string} robot */
  async isMoving(robot) {
    const move = await this.last(robot);
    return Boolean(move) && Object.values(move.axes).some((value) => value !== 0);
  }

  /** @param {string} robot */
  async stands(robot) {
    return !(await this.isMoving(robot));
  }

  /**
   * Waits until the robot stands; how long after its last accepted frame it did, in ms.
   * @param {string} robot
   */
  async stood(robot) {
    await until(() => this.stands(robot), `${robot} stands`);
    const { mono, frame } = await this.last(robot);
    return mono - frame;
  }

  /**
   * A fake robot from outside (tests/support/puppet.py), whose every word is the test's.
   * @param {string} id @param {object} [card] what differs from a plain one @param {number} [hz] of its status
   */
  async puppet(id, card = {}, hz = 1) {
    await this.order('robot.create', { id, card, hz });
    return {
      id,
      /** @param {string} what @param {any} payload a text goes as it is @param {string} [to] */
      say: (what, payload, to) => this.order('robot.say', { id, what, payload, to }),
      /** @param {{ status?: object, ack?: object | null }} members what it says from now on */
      set: (members) => this.order('robot.set', { id, ...members }),
      /** @returns {Promise<{ frames: any[], actions: any[], stops: any[] }>} `mono` is when, in ms */
      heard: () => this.order('robot.heard', { id }),
      leave: () => this.order('robot.leave', { id }),
    };
  }

  /** Fake robots that together say robots x hz status messages a second. */
  load(robots = 5, hz = 10) {
    return this.order('load', { robots, hz });
  }

  /** A signed token. @param {string} principal @param {number} seconds */
  token(principal, seconds) {
    return this.order('token', { args: [principal, seconds] });
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.on('exit', resolve));
    this.process.stdin.end();
    const code = await ended;
    if (code !== 0) throw new Error(`the arena ended with ${code}`);
  }
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function launch() {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
}

/**
 * What a file of tests stands on: an arena and a browser, which end with it. Between tests all pages
 * are closed; what the file has to wait for then, it hands over.
 * @param {number} robots @param {() => Promise<any>} [between] @param {object} [settings] the bridge's
 */
export async function stage(robots, between = async () => {}, settings = {}) {
  const arena = await Arena.start(robots, settings);
  const browser = await launch();
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await between();
  });
  after(async () => {
    await browser.close();
    await arena.stop();
  });
  return { arena, browser };
}

/** A browser of its own, whose whole family of processes can be sent a signal. */
export async function launchApart() {
  const server = await chromium.launchServer({ executablePath: '/usr/bin/chromium', args: FLAGS });
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    browser,
    /** @param {NodeJS.Signals} name */
    signal(name) {
      for (const pid of familyOf(server.process().pid)) {
        try {
          process.kill(pid, name);
        } catch (error) {
          if (/** @type {any} */ (error).code !== 'ESRCH') throw error;
        }
      }
    },
  };
}

/** @param {number} root @returns {number[]} the process and everything it started, children first */
function familyOf(root) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])];
      } catch {
        return [0, 0];
      }
    });
  /** @param {number} pid @returns {number[]} */
  const below = (pid) => parents.filter(([, parent]) => parent === pid).flatMap(([child]) => [...below(child), child]);
  return [...below(root), root];
}

/**
 * Waits for a condition outside the page.
 * @param {() => Promise<any>} condition @param {string} what
 */
export async function until(condition, what, bound = PATIENCE_MS) {
  const end = Date.now() + bound;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${bound} ms: ${what}`);
    await pause(20);
  }
}

/**
 * @typedef {{
 *   name?: string, kind?: string, viewport?: { width: number, height: number }, touch?: boolean,
 *   colorScheme?: 'light' | 'dark', locale?: string, reducedMotion?: 'reduce' | 'no-preference',
 *   seconds?: number, unrenewed?: boolean, before?: (context: import('playwright-core').BrowserContext) => any,
 * }} Person kind: as in invites; seconds: how long the token lives; unrenewed: the page does not know
 *   that it is so short; before: is called with the new browser profile, as stubInputs
 */

/**
 * Joins through the form of a fresh browser profile.
 * @param {import('playwright-core').Browser} browser @param {Arena} arena @param {Person} [person]
 */
export async function joined(browser, arena, person = {}) {
  const { name = 'Ann', kind = 'player', viewport = { width: 1280, height: 800 }, touch = false } = person;
  const { colorScheme = 'light', locale = 'en-GB', reducedMotion = 'no-preference' } = person;
  const context = await browser.newContext({ viewport, hasTouch: touch, colorScheme, locale, reducedMotion });
  await person.before?.(context);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const errors = faultsOf(page);
  if (person.seconds) await shortLived(page, arena, person);
  await page.goto(`${arena.api}/#invite=${await arena.invite(kind)}`);
  await fillJoin(page, name, locale);
  return { page, context, errors };
}

/** What the page says in a language. @param {string} [locale] */
export const wordsOf = (locale = 'en') => (locale.startsWith('de') ? de : en);

/**
 * Joins on the page as it is, with the invite of its link or the one given.
 * @param {import('playwright-core').Page} page @param {string} name @param {string} [locale] @param {string} [invite]
 */
export async function fillJoin(page, name, locale, invite) {
  const { join, robots } = wordsOf(locale);
  await page.getByLabel(join.name).fill(name);
  if (invite) await page.getByLabel(join.invite, { exact: true }).fill(invite);
  await page.getByRole('button', { name: join.join, exact: true }).click();
  await page.getByRole('heading', { name: robots.title, exact: true }).waitFor(); // the joining page speaks of robots, too
}

/** What goes wrong in a page from now on, a line each. @param {import('playwright-core').Page} page */
export function faultsOf(page) {
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return errors;
}

/**
 * Puts a token that ends soon into the answer to the page's joining.
 * @param {import('playwright-core').Page} page @param {Arena} arena @param {Person} person
 */
const shortLived = (page, arena, { seconds = 60, unrenewed = false }) =>
  page.route('**/api/v1/players', async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.token = await arena.token(json.principal, seconds);
    if (!unrenewed) json.expires = Math.floor(Date.now() / 1000) + seconds;
    await route.fulfill({ response, json });
  });

/**
 * Goes to another view by the page's navigation.
 * @param {import('playwright-core').Page} page @param {string} name
 */
export async function go(page, name) {
  const main = page.getByRole('navigation');
  await main.getByRole('link', { name }).or(main.getByRole('button', { name })).first().click();
  await page.getByRole('heading', { name }).first().waitFor();
}

/** @param {import('playwright-core').Page} page @param {string} robot */
export const card = (page, robot) => page.locator(`[data-robot="${robot}"]`);

/** @param {import('playwright-core').Page} page @param {string} robot */
export async function take(page, robot) {
  await card(page, robot).getByRole('button', { name: /Drive|Continue/ }).click();
  await page.getByText('You drive.', { exact: false }).waitFor();
}

/**
 * Playwright keeps every page in front, visible and focused. Ends that for a page, so that it is hidden
 * by another tab and may be frozen. There is no public call for it: this reaches into Playwright,
 * whose version is pinned.
 * @param {import('playwright-core').Page} page
 */
export async function behaveAsTab(page) {
  const { delegate } = /** @type {any} */ (page)._connection.toImpl(page);
  await delegate._mainFrameSession._client.send('Emulation.setFocusEmulationEnabled', { enabled: false });
}
