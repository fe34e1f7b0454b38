import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, joined, launchApart, stage, take, until } from './arena.mjs';

const PHONE = { width: 390, height: 844 };
const STILL_MS = 300;

const { arena, browser } = await stage(2);

/**
 * Drives forward until `act` has happened and the robot stands, and checks how soon it did.
 * @param {import('playwright-core').Page} page @param {string} robot @param {() => any} act
 */
async function drivenUntil(page, robot, act) {
  await take(page, robot);
  await page.keyboard.down('KeyW');
  await until(() => arena.isMoving(robot), 'the robot moves');
  await act();
  const ms = await arena.stood(robot);
  assert.ok(ms <= STILL_MS, `stood ${ms} ms after`);
}

test('a person joins, takes a robot, drives it with the keyboard and releases it', async () => {
  const { page, errors } = await joined(browser, arena);
  await take(page, 'scout1');
  await page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout1'), 'the robot moves');
  assert.ok((await arena.last('scout1')).axes.y > 0);
  await page.keyboard.up('KeyW');
  await until(() => arena.stands('scout1'), 'the robot stands');
  await page.getByRole('button', { name: 'Release' }).click();
  await card(page, 'scout1').getByRole('button', { name: 'Drive' }).waitFor();
  assert.deepEqual(errors, []);
});

test('the joystick drives, on a phone, and letting go stops', async () => {
  const { page, context } = await joined(browser, arena, { viewport: PHONE, touch: true });
  await take(page, 'scout1');
  const box = await page.locator('.pad').first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - box.height * 0.4, { steps: 3 });
  await until(() => arena.isMoving('scout1'), 'the robot moves');
  await page.mouse.up();
  await until(() => arena.stands('scout1'), 'the robot stands');
});

test('the page shows status, round trip and acknowledgements', async () => {
  const { page, context } = await joined(browser, arena);
  await take(page, 'scout2');
  await page.getByRole('button', { name: 'All readings' }).click();
  const facts = page.locator('.facts');
  await facts.getByText(/\d+ ms/).waitFor();
  await facts.getByText(/\d+(\.\d)? %/).first().waitFor();
  await page.locator('.acts input[type=range]').first().focus();
  await page.keyboard.press('ArrowUp');
  await facts.locator('li').filter({ hasText: /accepted|done/ }).first().waitFor();
});

test('a stop holds the robot until it is cleared and the keys were let go, and says why', async () => {
  const { page, context } = await joined(browser, arena);
  await take(page, 'scout1');
  await page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout1'), 'the robot moves');
  await page.getByRole('button', { name: 'STOP', exact: true }).click();
  await page.getByText('Stopped.', { exact: false }).waitFor();
  await until(() => arena.stands('scout1'), 'the robot stands');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByText('let go of the keys', { exact: false }).waitFor();
  assert.ok(await arena.stands('scout1'), 'a key held through the stop does not start the robot');
  await page.keyboard.up('KeyW');
  await page.getByText('You drive.', { exact: false }).waitFor();
  await page.keyboard.down('KeyW');
  await until(() => arena.isMoving('scout1'), 'the robot moves');
  await page.keyboard.up('KeyW');
  await page.getByRole('button', { name: 'Release' }).click();
});

test('a robot that somebody drives is shown as taken, and the queue gives it on', async () => {
  const ann = await joined(browser, arena, { name: 'Ann' });
  const bob = await joined(browser, arena, { name: 'Bob' });
  await take(ann.page, 'scout1');
  await card(bob.page, 'scout1').getByText(/ann-\w+ drives/).waitFor();
  await card(bob.page, 'scout1').getByRole('button', { name: 'Queue', exact: true }).click();
  await card(bob.page, 'scout1').getByText('You are number 1').waitFor();
  await ann.page.getByRole('button', { name: 'Release' }).click();
  await card(bob.page, 'scout1').getByRole('button', { name: 'Your turn' }).click();
  await bob.page.getByText('You drive.', { exact: false }).waitFor();
});

test('a closed tab stands the robot within 300 ms of its last accepted frame', async () => {
  const { page, context } = await joined(browser, arena);
  await drivenUntil(page, 'scout2', () => context.close());
});

for (const how of /** @type {const} */ (['SIGKILL', 'SIGSTOP'])) {
  const what = how === 'SIGKILL' ? 'killed' : 'frozen';
  test(`a ${what} browser stands the robot within 300 ms of its last accepted frame`, async () => {
    const own = await launchApart();
    const { page } = await joined(own.browser, arena);
    await drivenUntil(page, 'scout2', () => own.signal(how));
    own.signal('SIGKILL');
    await until(async () => !(await arena.order('roster')).scout2.driver, 'the lease ended');
  });
}

test('a reload keeps the robot', async () => {
  const { page, context } = await joined(browser, arena);
  await take(page, 'scout1');
  await page.reload();
  await page.getByText('You drive.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Release' }).click();
});

test('a second page of the same person takes over, and the first can continue', async () => {
  const { page, context } = await joined(browser, arena);
  const second = await context.newPage();
  await second.goto(arena.api);
  await second.getByRole('heading', { name: 'Robots' }).waitFor();
  await page.getByText('Another page took over').waitFor();
  await page.getByRole('button', { name: 'Continue here' }).click();
  await page.getByRole('heading', { name: 'Robots' }).waitFor();
  await second.getByText('Another page took over').waitFor();
});

test('the page says so when the bridge dies, and recovers without a reload', async () => {
  const { page, context } = await joined(browser, arena);
  await take(page, 'scout1');
  await arena.order('kill', { part: 'bridge' });
  await page.getByText('The arena does not answer', { exact: false }).waitFor();
  await arena.order('start', { part: 'bridge' });
  await page.getByText('You drive.', { exact: false }).waitFor();
});

test('a wrong invite is refused with a sentence', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(arena.api);
  await page.getByLabel('Your name').fill('Mallory');
  await page.getByLabel('Invite').fill('not-an-invite');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByText('ask for a new one', { exact: false }).waitFor();
});
