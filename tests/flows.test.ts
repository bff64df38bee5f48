/** Every flow of the platform: its table is whole, and says what its actions do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duties, roles, systemActor } from '../src/kernel/access/index.ts';
import { loadParameters, standardName } from '../src/kernel/policy/server.ts';
import { must } from '../src/kernel/service/fixtures.ts';
import { allFlows, type Flow, type FlowImplementation, flowOf, stepLimits, totalLimit } from '../src/kernel/service/server.ts';
import '../src/server/domains.ts';
import { freshContext } from './database.ts';

const built = () => allFlows().filter(({ flow }) => !flow.name.startsWith('test-'));
const namesOf = () => built().map(({ flow }) => flow.name);

/** The steps that an action's handler names as `to`, read from its own text; none for an action that stays where it is. */
function targetsOf({ flow, actions }: FlowImplementation, action: string): string[] {
  const text = actions[action as never]!['run' as never] as unknown as () => void;
  return [...String(text).matchAll(/\bto: ([^,}\n]+)/g)]
    .flatMap((match) => [...match[1]!.matchAll(/['"](\w+)['"]/g)].map((quoted) => quoted[1]!))
    .filter((name) => name in flow.steps);
}

/** Everything that is wrong with a table. */
function faultsOf(implementation: FlowImplementation): string[] {
  const { flow } = implementation;
  const faults: string[] = [];
  const reached = new Set([flow.start]);
  for (const state of reached) for (const next of flow.steps[state]!.leadsTo ?? []) reached.add(next);
  const known = new Set<string>([...Object.keys(roles), ...Object.keys(duties), 'applicant', 'anyone', 'timer']);
  for (const [state, step] of Object.entries(flow.steps)) {
    if (!reached.has(state)) faults.push(`${state} is never reached`);
    for (const hand of [...(step.holder ? [step.holder] : []), ...Object.values(step.can).flat()])
      if (!known.has(hand!)) faults.push(`${state} names the unknown hand ${hand}`);
    const targets = new Set(Object.keys(step.can).flatMap((action) => targetsOf(implementation, action)));
    targets.delete(state);
    const said = new Set<string>(step.leadsTo ?? []);
    for (const target of targets) if (!said.has(target)) faults.push(`${state} leads to ${target}, unsaid`);
    for (const target of said) if (!targets.has(target)) faults.push(`${state} says ${target}, which no action does`);
    if (step.final) {
      if (Object.keys(step.can).length > 0) faults.push(`${state} is final and goes on`);
      continue;
    }
    if (!step.holder) faults.push(`${state} has no holder`);
    const holders = step.auto ? ['timer'] : [step.holder!];
    if (!Object.values(step.can).some((hands) => hands!.some((hand) => holders.includes(hand))))
      faults.push(`${state} gives its holder nothing to do`);
    if (!canEnd(flow, state)) faults.push(`${state} never ends`);
    if (!step.within && !step.pauses) faults.push(`${state} has no limit`);
  }
  const used = new Set(Object.values(flow.steps).flatMap((step) => Object.keys(step.can)));
  for (const action of Object.keys(flow.actions)) if (!used.has(action)) faults.push(`${action} is never allowed`);
  return faults;
}

function canEnd(flow: Flow, from: string): boolean {
  const seen = new Set([from]);
  for (const state of seen) {
    if (flow.steps[state]!.final) return true;
    for (const next of flow.steps[state]!.leadsTo ?? []) seen.add(next);
  }
  return false;
}

describe('流程表', () => {
  test('平台有低保和简单审批两个流程', () => {
    expect(namesOf()).toEqual(expect.arrayContaining(['dibao', 'simple-approval']));
  });

  test('每一步都走得到、有人办、有期限、有出路；表里写的去向就是动作真正的去向', () => {
    for (const implementation of built()) expect(faultsOf(implementation), implementation.flow.name).toEqual([]);
  });

  test('这个检查看得见毛病', () => {
    const dibao = flowOf('dibao');
    const { reviewing } = dibao.flow.steps;
    const broken = {
      ...dibao,
      flow: {
        ...dibao.flow,
        steps: {
          ...dibao.flow.steps,
          reviewing: { ...reviewing!, holder: 'county-clerk', leadsTo: ['toPost', 'withdrawn', 'granted'] },
        },
      },
    } as FlowImplementation;
    expect(faultsOf(broken)).toEqual([
      'reviewing leads to confirmingHere, unsaid',
      'reviewing leads to toFile, unsaid',
      'reviewing leads to surveying, unsaid',
      'reviewing says granted, which no action does',
      'reviewing gives its holder nothing to do',
    ]);
  });

  test('给申请人的话：每一步都有，说人话，不超过60字', () => {
    for (const { flow } of built())
      for (const [state, step] of Object.entries(flow.steps)) {
        expect(step.says.length, `${flow.name} ${state}`).toBeGreaterThan(5);
        expect(step.says.length, `${flow.name} ${state}`).toBeLessThanOrEqual(60);
      }
  });
});

describe('低保的期限（算例 W5，咸宁的标准）', () => {
  let city: Awaited<ReturnType<typeof freshContext>>;
  beforeAll(async () => {
    city = await freshContext({ start: '2026-03-02' });
    await city.context.write(systemActor('city-pack', '000000000000'), (tx) =>
      loadParameters(
        tx,
        city.city.parameters.map((row) => ({ ...row, floor: null, ceiling: null })),
      ),
    );
  });
  afterAll(() => city.drop());

  const village = '421202106201';
  const due = (state: string, enteredOn: `${number}-${number}-${number}`) =>
    city.context.read(
      systemActor('test', city.context.city),
      async (tx) =>
        must(
          await stepLimits(
            tx,
            flowOf('dibao').flow.steps[state]!,
            { division: village, submittedOn: '2026-03-02', acceptedOn: '2026-03-02', enteredOn },
            [],
          ),
        ).dueOn,
    );
  const total = (...flags: string[]) =>
    city.context.read(
      systemActor('test', city.context.city),
      async (tx) =>
        must(
          await totalLimit(
            tx,
            flowOf('dibao').flow,
            { division: village, submittedOn: '2026-03-02', acceptedOn: '2026-03-02', enteredOn: '2026-03-02' },
            [],
            flags,
          ),
        )?.dueOn,
    );

  test('3月2日受理：3月5日前启动调查，3月16日前初审，公示3月23日止，3月24日上报则县级4月8日前确认', async () => {
    expect(await due('accepted', '2026-03-02')).toBe('2026-03-05');
    expect(await due('reviewing', '2026-03-12')).toBe('2026-03-16');
    expect(await due('onNotice', '2026-03-16')).toBe('2026-03-23');
    expect(await due('confirming', '2026-03-24')).toBe('2026-04-08');
  });

  test('全部手续30个工作日到4月14日，延长的45个工作日到5月8日', async () => {
    expect(await total()).toBe('2026-04-14');
    expect(await total('extended')).toBe('2026-05-08');
  });

  test('一个城市的每个事项，写的流程都是有的，或者只是指南', async () => {
    const { loadCity } = await import('../src/server/city.ts');
    // 线索上报有自己的页面，不是办件
    const known = new Set(['guide', 'report-clue', ...namesOf()]);
    for (const name of ['xianning', 'tiny'])
      expect(
        loadCity(name).services.filter(({ template }) => !known.has(template)),
        name,
      ).toEqual([]);
  });

  test('流程里写的每个标准都有中文名称', () => {
    const keys = built().flatMap(({ flow }) => [
      ...Object.values(flow.steps).map((step) => step.within?.parameter),
      flow.total?.parameter,
      ...Object.values(flow.total?.flagged ?? {}),
    ]);
    expect(keys.filter((key) => typeof key === 'string' && standardName(key) === key)).toEqual([]);
  });

  test('一个城市办的每个事项，流程里写的标准它都有', async () => {
    const { loadCity } = await import('../src/server/city.ts');
    for (const name of ['xianning', 'tiny']) {
      const { parameters, services } = loadCity(name);
      const keys = new Set(parameters.map((row) => row.key));
      const offered = new Set(services.map(({ template }) => template));
      expect(offered).toContain('dibao');
      for (const { flow } of built().filter(({ flow }) => offered.has(flow.name))) {
        const wanted = [
          ...Object.values(flow.steps).map((step) => step.within?.parameter),
          flow.total?.parameter,
          ...Object.values(flow.total?.flagged ?? {}),
        ].filter((key): key is string => typeof key === 'string');
        expect(
          wanted.filter((key) => !keys.has(key)),
          `${name} ${flow.name}`,
        ).toEqual([]);
      }
    }
  });
});
