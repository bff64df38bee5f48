/** The demonstration city: residents over the real villages, an account for every duty, and named stories. Each step once; a start that was cut short goes on where it stopped. */
import type pg from 'pg';
import { playDevices } from '../domains/disability/demonstration/devices.ts';
import { playPlanned } from '../domains/disability/demonstration/planned.ts';
import { playSubsidies, subsidyDays } from '../domains/disability/demonstration/play.ts';
import { playBoundaries } from '../domains/divisions/demonstration/boundaries.ts';
import { playChanges } from '../domains/divisions/demonstration/changes.ts';
import { playPlaceNames } from '../domains/divisions/demonstration/names.ts';
import { playRequests } from '../domains/divisions/demonstration/requests.ts';
import { playBenefits } from '../domains/elderly-care/demonstration/benefits.ts';
import { playAssociations, playHotline, playNeeds } from '../domains/elderly-care/demonstration/calls.ts';
import { playCommunity } from '../domains/elderly-care/demonstration/community.ts';
import { playEmergency } from '../domains/elderly-care/demonstration/emergency.ts';
import { playHealth } from '../domains/elderly-care/demonstration/health.ts';
import { playHomeCare } from '../domains/elderly-care/demonstration/home-care.ts';
import { playHomeWorks } from '../domains/elderly-care/demonstration/home-works.ts';
import { playLost } from '../domains/elderly-care/demonstration/lost.ts';
import { playElders } from '../domains/elderly-care/demonstration/play.ts';
import { playRegisters } from '../domains/elderly-care/demonstration/registers.ts';
import { playSiteMoney } from '../domains/elderly-care/demonstration/site-money.ts';
import { playSites } from '../domains/elderly-care/demonstration/sites.ts';
import { playTold } from '../domains/elderly-care/demonstration/told.ts';
import { playVisits } from '../domains/elderly-care/demonstration/visits.ts';
import { playWorkforce } from '../domains/elderly-care/demonstration/workforce.ts';
import { playAccountable } from '../domains/elderly-care-institutions/demonstration/accountable.ts';
import { playBuilt } from '../domains/elderly-care-institutions/demonstration/built.ts';
import { playInstitutions } from '../domains/elderly-care-institutions/demonstration/play.ts';
import { playReform } from '../domains/elderly-care-institutions/demonstration/reform.ts';
import { playRural } from '../domains/elderly-care-institutions/demonstration/rural.ts';
import { playSubsidised } from '../domains/elderly-care-institutions/demonstration/subsidised.ts';
import { playSupervision } from '../domains/elderly-care-institutions/demonstration/supervision.ts';
import { playToldOfHomes } from '../domains/elderly-care-institutions/demonstration/told.ts';
import { carriedOver, playAnalyses, playCarriedOver } from '../domains/planning-statistics/demonstration/analysis.ts';
import { playEntries } from '../domains/planning-statistics/demonstration/entries.ts';
import { playFunds } from '../domains/planning-statistics/demonstration/funds.ts';
import { playLegal } from '../domains/planning-statistics/demonstration/legal.ts';
import { playPerformance } from '../domains/planning-statistics/demonstration/performance.ts';
import { playPlan } from '../domains/planning-statistics/demonstration/plan.ts';
import { playProjects } from '../domains/planning-statistics/demonstration/projects.ts';
import { playRevisions, playStatistics } from '../domains/planning-statistics/demonstration/statistics.ts';
import { playTasks } from '../domains/planning-statistics/demonstration/tasks.ts';
import { illness } from '../domains/social-assistance/demonstration/aid.ts';
import { playInbound } from '../domains/social-assistance/demonstration/inbound.ts';
import { playStories, SEEDING_START } from '../domains/social-assistance/demonstration/play.ts';
import { tekunDays } from '../domains/social-assistance/demonstration/play-tekun.ts';
import { makePlayers } from '../domains/social-assistance/demonstration/players.ts';
import { registerStories } from '../domains/social-assistance/demonstration/register.ts';
import { playServices } from '../domains/social-assistance/demonstration/services.ts';
import { tekunStories } from '../domains/social-assistance/demonstration/stories-tekun.ts';
import { createUser, EVERY_DOMAIN, performerName, systemActor } from '../kernel/access/server.ts';
import { plainDateOf } from '../kernel/calendar/index.ts';
import type { Platform } from '../kernel/http/server.ts';
import { populate, tidyAfterPopulation } from '../simulate/population.ts';
import { demoAccounts, STORIES_OF } from './accounts.ts';
import { packFolder } from './city.ts';
import { DEMONSTRATION_START } from './clock.ts';
import { demonstrationUsers } from './demo.ts';
import { type OpenPlatform, ownerPool } from './open.ts';

const SEED = 20_260_901;

async function once(pool: pg.Pool, step: string, now: string, work: () => Promise<void>): Promise<boolean> {
  const { rowCount } = await pool.query('select 1 from demonstration_step where step = $1', [step]);
  if (rowCount) return false;
  await work();
  await pool.query('insert into demonstration_step (step, done_at) values ($1, $2)', [step, now]);
  return true;
}

/** Half a population (a start that was killed) is cleared before it is made again: nothing else can exist yet. */
async function clearPopulation(pool: pg.Pool): Promise<void> {
  await pool.query('alter table person enable trigger person_search_insert');
  await pool.query('truncate person, household, household_member, relationship, life_event, person_search cascade');
}

export async function seedAccounts(platform: Platform): Promise<void> {
  const actor = systemActor('demonstration', platform.city.code);
  await platform.context.write(actor, async (tx) => {
    for (const { login, name, role, duty, division, domain } of demoAccounts(platform.context.divisions, platform.city.code)) {
      const created = await createUser(tx, {
        login,
        name,
        division,
        demonstration: true,
        duties: [{ role, duty: duty ?? null, division, domain: domain ?? EVERY_DOMAIN, validFrom: '2026-01-01' }],
      });
      if (!created.ok && created.code !== 'LOGIN_TAKEN') throw new Error(`demonstration account ${login}: ${created.code}`);
    }
  });
}

/** A clock of its own that ends where the demonstration begins; the platform's stays where it is. */
function stageOf({ platform, onClock }: OpenPlatform, start: string) {
  let now = start;
  const { context, jobs } = onClock({ now: () => now, today: () => plainDateOf(now) });
  return {
    context,
    filesDir: platform.filesDir,
    moveTo: (instant: string) => {
      now = new Date(instant).toISOString();
    },
    runDue: () => jobs.runDue(),
  };
}
type Stage = ReturnType<typeof stageOf>;

const OPENING = plainDateOf(DEMONSTRATION_START);

/** What the domains play, one after another; each is on record once it is done. */
const acts: readonly { readonly name: string; readonly zh: string; readonly from: string; play(stage: Stage): Promise<void> }[] =
  [
    {
      name: 'stories',
      zh: '低保、特困和残疾人两项补贴',
      // The families were known before they applied.
      from: `${SEEDING_START}T08:00:00+08:00`,
      async play(stage) {
        await registerStories(stage.context);
        await registerStories(stage.context, [...tekunStories.map((t) => t.story), illness]);
        await playStories(stage, { day: OPENING, instant: DEMONSTRATION_START }, [...tekunDays(stage), ...subsidyDays(stage)]);
        await playSubsidies(stage);
      },
    },
    {
      name: 'devices',
      zh: '辅助器具和康复',
      from: DEMONSTRATION_START,
      async play(stage) {
        await playDevices(stage, OPENING);
        stage.moveTo(DEMONSTRATION_START);
        await stage.runDue();
      },
    },
    { name: 'institutions', zh: '养老机构', from: DEMONSTRATION_START, play: (stage) => playInstitutions(stage, OPENING) },
    {
      name: 'supervision',
      zh: '机构检查',
      from: DEMONSTRATION_START,
      async play(stage) {
        await playSupervision(stage);
        stage.moveTo(DEMONSTRATION_START);
        await stage.runDue();
      },
    },
    { name: 'services', zh: '购买服务', from: DEMONSTRATION_START, play: (stage) => playServices(stage, OPENING) },
    {
      name: 'projects',
      zh: '项目库',
      from: DEMONSTRATION_START,
      async play(stage) {
        await playProjects(stage, packFolder(STORIES_OF)!);
        await stage.runDue();
      },
    },
    { name: 'plan', zh: '规划指标', from: DEMONSTRATION_START, play: playPlan },
    {
      name: 'project-entries',
      zh: '项目进度和任务',
      from: DEMONSTRATION_START,
      async play(stage) {
        await playEntries(stage.context);
        await playPlanned(stage.context);
        await playTasks(stage);
        await playPerformance(stage, OPENING);
        await stage.runDue();
      },
    },
    {
      name: 'funds',
      zh: '资金专户',
      from: DEMONSTRATION_START,
      async play(stage) {
        await playFunds(stage);
        await stage.runDue();
      },
    },
    { name: 'inbound', zh: '外省来函', from: DEMONSTRATION_START, play: (stage) => playInbound(stage, OPENING) },
    {
      name: 'statistics',
      zh: '统计报表',
      from: DEMONSTRATION_START,
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playStatistics(stage.context, players.staff);
        } finally {
          await players.leave();
        }
      },
    },
    {
      name: 'place-names',
      zh: '区划地名',
      from: DEMONSTRATION_START,
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playPlaceNames(stage, players.staff);
          await playBoundaries(stage, players.staff);
          await playRequests(stage, players.staff);
          await playChanges(stage, players.staff);
        } finally {
          await players.leave();
        }
        stage.moveTo(DEMONSTRATION_START);
        await stage.runDue();
      },
    },
    {
      name: 'emergency',
      zh: '应急呼叫',
      from: DEMONSTRATION_START,
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playEmergency(stage, players.staff);
          await playLost(stage, players.staff);
          await playHotline(stage, players.staff);
        } finally {
          await players.leave();
        }
        stage.moveTo(DEMONSTRATION_START);
        await stage.runDue();
      },
    },
    {
      name: 'elder-visits',
      zh: '探访关爱',
      from: DEMONSTRATION_START,
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playVisits(stage, players.staff);
        } finally {
          await players.leave();
        }
        stage.moveTo(DEMONSTRATION_START);
        await stage.runDue();
      },
    },
    {
      name: 'home-care',
      zh: '居家服务',
      from: DEMONSTRATION_START,
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playHomeCare(stage, players.staff, OPENING);
          await playTold(stage, players.staff, OPENING);
          await playToldOfHomes(stage, players.staff, OPENING);
        } finally {
          await players.leave();
        }
        stage.moveTo(DEMONSTRATION_START);
        await stage.runDue();
      },
    },
    { name: 'care-workforce', zh: '养老人才', from: DEMONSTRATION_START, play: (stage) => playWorkforce(stage, OPENING) },
    {
      name: 'care-sites',
      zh: '养老服务设施',
      from: DEMONSTRATION_START,
      async play(stage) {
        await playSites(stage);
        await playSubsidised(stage, OPENING);
        await playBuilt(stage, OPENING);
        await playRural(stage, OPENING);
        await playAccountable(stage, OPENING);
        await playReform(stage, OPENING);
        await playSiteMoney(stage, OPENING);
        await playRegisters(stage, OPENING);
        stage.moveTo(DEMONSTRATION_START);
        await stage.runDue();
      },
    },
    {
      name: 'care-needs',
      zh: '服务需求',
      from: DEMONSTRATION_START,
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playNeeds(stage, players.staff);
          await playAssociations(stage, players.staff);
          await playHealth(stage, players.staff);
        } finally {
          await players.leave();
        }
        stage.moveTo(DEMONSTRATION_START);
        await stage.runDue();
      },
    },
    {
      name: 'legal',
      zh: '法制和公开',
      from: DEMONSTRATION_START,
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playLegal(stage.context, players.staff);
        } finally {
          await players.leave();
        }
      },
    },
    {
      name: 'elders',
      zh: '能力评估',
      from: DEMONSTRATION_START,
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playElders(stage, players.staff);
        } finally {
          await players.leave();
        }
        await stage.runDue();
      },
    },
    {
      name: 'elder-benefits',
      zh: '高龄津贴和补贴',
      from: '2026-07-13T09:00:00+08:00',
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playBenefits(stage, players.staff, DEMONSTRATION_START);
        } finally {
          await players.leave();
        }
        await stage.runDue();
      },
    },
    {
      name: 'care-community',
      zh: '社区助餐和互助',
      from: '2026-06-24T09:00:00+08:00',
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playCommunity(stage, players.staff, OPENING);
        } finally {
          await players.leave();
        }
        stage.moveTo(DEMONSTRATION_START);
        await stage.runDue();
      },
    },
    {
      name: 'home-works',
      zh: '适老化改造',
      from: '2026-07-01T09:00:00+08:00',
      async play(stage) {
        const players = makePlayers(stage.context);
        try {
          await playHomeWorks(stage, players.staff, DEMONSTRATION_START);
        } finally {
          await players.leave();
        }
        await stage.runDue();
      },
    },
    {
      name: 'analysis',
      zh: '历史报表',
      from: carriedOver[0].lockedAt,
      async play(stage) {
        for (const quarter of carriedOver) {
          stage.moveTo(quarter.lockedAt);
          await playCarriedOver(stage.context, quarter);
        }
        stage.moveTo(DEMONSTRATION_START);
        const players = makePlayers(stage.context);
        try {
          await playRevisions(stage.context, players.staff);
          await playAnalyses(stage.context, players.staff);
        } finally {
          await players.leave();
        }
      },
    },
  ];

export async function seedDemonstration(
  open: OpenPlatform,
  options: { residents: number; say: (line: string) => void },
): Promise<void> {
  const { platform } = open;
  const { say } = options;
  const pool = ownerPool(open);
  try {
    const now = platform.clock.now();
    await once(pool, 'population', now, async () => {
      await clearPopulation(pool);
      let shown = -1;
      await populate({
        ownerUrl: open.ownerUrl,
        schema: open.schema,
        keys: open.keyFile,
        divisions: open.city.divisions,
        count: options.residents,
        seed: SEED,
        now,
        today: platform.clock.today(),
        onProgress: (done, total) => {
          const tenth = Math.floor((done / total) * 10);
          if (tenth > shown) say(`  演示居民 ${done}／${total}`);
          shown = Math.max(shown, tenth);
        },
      });
      await tidyAfterPopulation(open.ownerUrl, open.schema);
    });
    await once(pool, 'accounts', now, () => seedAccounts(platform));
    // The stories are of Xianning's villages and its standards; another city begins with residents and officers, and no cases.
    if (platform.city.code !== STORIES_OF) return;
    for (const [i, { name, zh, from, play }] of acts.entries())
      await once(pool, name, now, () => {
        say(`  演示内容 ${i + 1}／${acts.length}：${zh}`);
        return play(stageOf(open, from));
      });
  } finally {
    await pool.end();
  }
}

/** The lines printed at start: who can sign in with one click. */
export async function demonstrationSummary(platform: Platform): Promise<string[]> {
  const actor = systemActor('demonstration', platform.city.code);
  const users = await platform.context.read(actor, demonstrationUsers);
  if (users.length === 0) return [];
  // 按岗位表的次序，后面是各领域故事里的人
  const order = new Map(demoAccounts(platform.context.divisions, platform.city.code).map(({ login }, i) => [login, i]));
  const placeOf = (login: string) => order.get(login) ?? order.size;
  return [
    `  演示日期  ${platform.clock.today()}（工作台上方可以拨动时钟）`,
    '  演示账号（登录页一键进入，无需密码）：',
    ...users
      .sort((a, b) => placeOf(a.login) - placeOf(b.login))
      .map(
        ({ login, name, role, duty, division }) =>
          `    ${login.padEnd(12)}${name}  ${performerName(duty ?? role)}（${platform.context.divisions.get(division)?.name ?? ''}）`,
      ),
  ];
}
