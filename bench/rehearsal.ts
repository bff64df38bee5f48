/**
 * A rehearsal of a raise over a register: read by key in pages, opened and computed in threads, results written. `--households 100000`
 * besides the households with 低保, half as many individuals receive the other monthly benefits. `--publish` publishes it as well.
 */
import { parseArgs } from 'node:util';
import '../src/server/domains.ts';
import { type Actor, publicActor } from '../src/kernel/access/index.ts';
import { newId } from '../src/kernel/context/server.ts';
import { scopeRange } from '../src/kernel/division/index.ts';
import { actOnDraft, advanceRuns, type DraftAction, draftView, proposeDraft } from '../src/kernel/rehearsal/server.ts';
import { loadPack } from '../src/server/open.ts';
import { openCity } from './make-city.ts';
import { makeRegister } from './make-register.ts';
import { cpuOf, cpuOfPostgres, machine, print, round, say } from './measure.ts';

const { values } = parseArgs({
  options: { households: { type: 'string', default: '100000' }, publish: { type: 'boolean', default: false } },
});
const households = Number(values.households);

const leader = (name: string, division: string): Actor => ({
  ...publicActor,
  ...scopeRange(division),
  kind: 'staff',
  id: `bench-${name}`,
  name,
  role: 'city-leader',
  division,
});

const town = await openCity({ count: 2_000, log: say });
try {
  const { context, city } = town;
  await loadPack({ context }, city);
  const filledSeconds = await makeRegister(town, { households, others: Math.round(households / 2) }, say);
  const [one, other] = [leader('one', city.city.code), leader('two', city.city.code)];
  const must = <T>(result: { ok: true; value: T } | { ok: false; code: string }): T => {
    if (!result.ok) throw new Error(result.code);
    return result.value;
  };
  const { id } = must(
    await proposeDraft(context, one, {
      title: '调整各项标准',
      documentNo: '测速〔2026〕1号',
      rows: [
        { key: 'DB-STD-U', division: city.city.code, value: '83000', unit: 'fen/month', validFrom: '2026-09-01' },
        { key: 'DB-STD-R', division: city.city.code, value: '69000', unit: 'fen/month', validFrom: '2026-09-01' },
        { key: 'TK-BASE-R', division: city.city.code, value: '125000', unit: 'fen/month', validFrom: '2026-09-01' },
        { key: 'LIV', division: city.city.code, value: '12000', unit: 'fen/person/month', validFrom: '2026-09-01' },
        { key: 'NUR', division: city.city.code, value: '13000', unit: 'fen/person/month', validFrom: '2026-09-01' },
      ],
      requestId: newId(),
    }),
  );
  const view = async () => must(await context.read(one, (tx) => draftView(tx, id)));
  const act = async (actor: Actor, action: DraftAction) =>
    must(await actOnDraft(context, actor, { id, action, version: (await view()).version, requestId: newId() }));
  const timed = async (work: () => Promise<unknown>) => {
    const [own, postgres] = [cpuOf(process.pid), cpuOfPostgres(town.cluster.pid)];
    const started = performance.now();
    await work();
    return {
      seconds: round((performance.now() - started) / 1000),
      processorSeconds: { node: round(cpuOf(process.pid) - own), postgres: round(cpuOfPostgres(town.cluster.pid) - postgres) },
      memoryMB: Math.round(process.memoryUsage.rss() / 1e6),
    };
  };
  await act(one, 'rehearse');
  const rehearsal = await timed(() => advanceRuns(context));
  const done = (await view()).rehearsal!;
  const effects = Object.fromEntries(
    Object.entries(Object.groupBy(done.report!.groups, (g) => g.effect)).map(([effect, groups]) => [
      effect,
      groups!.reduce((n, g) => n + g.households, 0),
    ]),
  );
  let publication: Awaited<ReturnType<typeof timed>> | null = null;
  if (values.publish) {
    await act(one, 'submit');
    await act(other, 'approve');
    await act(other, 'publish');
    publication = await timed(() => advanceRuns(context));
  }
  print({
    bench: 'rehearsal',
    households,
    filledSeconds,
    rehearsal,
    perSecond: Math.round(households / rehearsal.seconds),
    effects,
    ...(publication ? { publication, compared: (await view()).publication!.report!.compared } : {}),
    machine: machine(),
  });
} finally {
  await town.stop();
}
