/** Opens a platform: database, keys, migrations, city pack, context. Used by `start`, by every command and by tests of the whole. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Cluster, prepareCluster, StartupProblem, startCluster, usableFolder } from '../database/cluster.ts';
import { openDatabase } from '../database/connection.ts';
import { migrate, unfitRole } from '../database/migrate.ts';
import { sql } from '../database/sql.ts';
import { systemActor } from '../kernel/access/index.ts';
import { loadHolidays, refreshCalendar } from '../kernel/calendar/server.ts';
import { type BusinessClock, type Context, makeContext, type Tx } from '../kernel/context/server.ts';
import { refreshDivisions } from '../kernel/division/server.ts';
import type { Domain } from '../kernel/http/domain.ts';
import type { Platform } from '../kernel/http/server.ts';
import { developmentAdapters, gatewayAdapters } from '../kernel/notice/server.ts';
import { loadAgencyBanks } from '../kernel/payment/server.ts';
import { loadParameters } from '../kernel/policy/server.ts';
import { type KeyFile, type KeySource, newKey, writeKeyFile } from '../kernel/protect/server.ts';
import { publishItems, type ServiceItem } from '../kernel/service/server.ts';
import { type LoadedCity, loadCity } from './city.ts';
import { demonstrationClock, realClock } from './clock.ts';
import { type Config, keySource } from './config.ts';
import { domains } from './domains.ts';
import { type Jobs, startJobs } from './jobs.ts';

export interface OpenPlatform {
  platform: Platform;
  city: LoadedCity;
  ownerUrl: string;
  schema: string;
  keyFile: KeyFile;
  cluster: Cluster | null;
  jobs: Jobs;
  /** The same city on another clock, with its due jobs: for the demonstration's stories, which begin before it does. */
  onClock(clock: BusinessClock): { context: Context; jobs: Jobs };
  close(): Promise<void>;
}

const NATION = '000000000000';
/** How long closing waits for what the platform does by itself: its work is in transactions, and taken up again at the next start. */
const JOBS_MS = 5_000;

/** Demonstration keys are made at random on the first start, beside the database; keys that are gone are never replaced in silence. */
function keysOf(config: Config): { source: KeySource; made: boolean } {
  const source = keySource(config);
  const given = config.mode === 'production' || config.keyCommand || process.env.MINZHENG_KEYS;
  if (given || fs.existsSync(config.keyFile)) return { source, made: false };
  if (fs.existsSync(path.join(config.dataDir, 'pg')))
    throw new StartupProblem(`数据目录里有数据库，却没有密钥文件 ${config.keyFile}，已加密的资料打不开。请从备份取回密钥文件。`);
  writeKeyFile(config.keyFile, { keys: [newKey(new Date().toISOString())] });
  return { source, made: true };
}

/** The city pack's items, with the guide and form of those that have one. */
export function itemsOf(city: LoadedCity): Omit<ServiceItem, 'version'>[] {
  return city.serviceItems.map((item) => {
    const service = city.services.find((s) => s.itemId === item.itemId);
    const said = city.searchWords.flatMap(({ says, items }) => {
      const place = items.indexOf(item.itemId);
      return place < 0 ? [] : [{ words: says, place }];
    });
    return {
      itemId: item.itemId,
      name: item.name,
      template: service?.template ?? 'guide',
      domain: item.domain,
      audience: item.audience,
      acceptLevel: item.acceptLevel,
      decideLevel: item.decideLevel,
      timeLimit: item.timeLimit,
      publicNotice: item.publicNotice,
      basis: item.basis,
      guide: service?.guide ?? null,
      situations: service?.situations ?? [],
      keywords: service?.keywords ?? [],
      ...(said.length > 0 ? { said } : {}),
      extraFields: service?.extraFields ?? [],
      workdays: service?.workdays ?? null,
    };
  });
}

/** Files of the pack that belong to one domain. */
async function loadOfDomains(tx: Tx, folder: string): Promise<number> {
  let rows = 0;
  for (const domain of domains as readonly Domain[]) rows += (await domain.pack?.(tx, folder)) ?? 0;
  return rows;
}

/** Loads what the pack adds: new items, new standards. What people have changed since stays. */
export async function loadPack(
  platform: Pick<Platform, 'context'>,
  city: LoadedCity,
): Promise<{ items: number; parameters: number; domains: number; banks: number; holidays: number }> {
  const actor = systemActor('city-pack', NATION);
  return platform.context.write(actor, async (tx) => ({
    items: await publishItems(tx, itemsOf(city)),
    parameters: await loadParameters(tx, city.parameters),
    domains: await loadOfDomains(tx, city.folder),
    banks: await loadAgencyBanks(tx, city.banks),
    holidays: await loadHolidays(tx, city.holidays),
  }));
}

export async function openPlatform(
  config: Config,
  options: { say?: (line: string) => void; onLost?: (problem: Error) => void } = {},
): Promise<OpenPlatform> {
  const say = options.say ?? (() => {});
  const city = loadCity(config.city);
  usableFolder(config.dataDir);
  const { source, made } = keysOf(config);
  const keyFile = source.read();
  const keys = source.ring();
  let cluster: Cluster | null = null;
  let closeDatabase = async (): Promise<void> => {};
  try {
    if (!config.external) {
      cluster = await startCluster({
        dataDir: path.join(config.dataDir, 'pg'),
        log: say,
        ...(options.onLost ? { onLost: options.onLost } : {}),
      });
      await prepareCluster(cluster);
    }
    const urls = config.external ?? { appUrl: cluster!.url('minzheng_app'), ownerUrl: cluster!.url('minzheng_owner') };
    if (roleOf(urls.appUrl) === roleOf(urls.ownerUrl))
      throw new StartupProblem(
        'DATABASE_URL 与 DATABASE_OWNER_URL 是同一个账号，行级安全不起作用，拒绝启动。请给业务另建一个普通账号。',
      );
    // Judged before anything is changed.
    const database = openDatabase({ url: urls.appUrl, schema: config.schema, max: config.databaseConnections });
    closeDatabase = database.close;
    const unfit = await unfitRole(database.pool).catch((error: Error) => {
      throw new StartupProblem(`数据库连接不上：${firstLine(error)}`, { cause: error });
    });
    if (unfit) throw new StartupProblem(unfit);
    const ran = await migrate({ ownerUrl: urls.ownerUrl, schema: config.schema, appRole: roleOf(urls.appUrl) }).catch(
      (error: Error) => {
        throw new StartupProblem(`数据库升级没有成功：${firstLine(error)}`, { cause: error });
      },
    );
    if (ran.length > 0) say(`数据库结构已更新（${ran.length}项）`);
    const clock = config.mode === 'demonstration' ? await demonstrationClock(database.pool) : realClock();
    const filesDir = path.join(config.dataDir, 'files');
    const onClock = (businessClock: BusinessClock) => {
      const context = makeContext({
        database,
        clock: businessClock,
        keys,
        city: city.city.code,
        divisions: city.divisions,
        calendar: city.calendar,
        office: city.office,
        plan: city.city.plan,
        channels: config.mode === 'demonstration' || config.wechatGateway ? ['sms', 'wechat'] : ['sms'],
      });
      const adapters = config.smsGateway
        ? gatewayAdapters(context, {
            sms: config.smsGateway,
            wechat: config.wechatGateway,
            page: new URL('/app/messages', config.publicUrl).href,
          })
        : developmentAdapters;
      return {
        context,
        adapters,
        jobs: startJobs(context, {
          dataDir: config.dataDir,
          filesDir,
          adapters,
          onError: (error) => say(`后台任务出错：${(error as Error).message?.split('\n')[0]}`),
        }),
      };
    };
    const { context, jobs, adapters } = onClock(clock);
    const platform: Platform = {
      mode: config.mode,
      publicUrl: config.publicUrl,
      city: {
        code: city.city.code,
        name: city.city.name,
        telephone: city.city.phone,
        box: city.city.box ?? null,
        signLanguage: city.signLanguage,
      },
      context,
      clock,
      filesDir,
      sms: adapters.sms,
      runDueJobs: async () => {
        await jobs.runDue();
      },
    };
    await refuseUnfit(platform);
    const loaded = await loadPack(platform, city);
    await refreshCalendar(context);
    await refreshDivisions(context);
    if (loaded.items + loaded.parameters > 0) say(`城市资料已载入：事项${loaded.items}项，标准${loaded.parameters}条`);
    return {
      platform,
      city,
      ownerUrl: urls.ownerUrl,
      schema: config.schema,
      keyFile,
      cluster,
      jobs,
      onClock,
      async close() {
        // What could not be done, sealed or sent now is done, sealed and sent after the next start: work in the background is never waited for without end.
        const stopped = jobs.stop().catch((error: Error) => say(`后台任务没有正常结束：${error.message.split('\n')[0]}`));
        const late = await Promise.race([stopped, sleep(JOBS_MS, 'late', { ref: false })]);
        if (late) say('后台任务还没有做完，不再等待，下次启动接着做。');
        else await database.close();
        await cluster?.stop();
      },
    };
  } catch (error) {
    if (made && config.external) fs.rmSync(config.keyFile, { force: true });
    await closeDatabase();
    await cluster?.stop();
    throw error;
  }
}

/** A database that belongs to other keys, or to a demonstration, is told at once and not at the first request. */
async function refuseUnfit({ context, mode, city }: Platform): Promise<void> {
  const { keyId, demonstration } = await context.read(systemActor('start', city.code), (tx) =>
    tx.one<{
      keyId: string | null;
      demonstration: boolean;
    }>(sql`select (select key_id from audit_seal order by no desc limit 1) as key_id,
      exists (select 1 from staff_user where demonstration) as demonstration`),
  );
  if (keyId && !context.keys.ids.includes(keyId))
    throw new StartupProblem(`缺少密钥 ${keyId}，库里的资料是用它加密的，没有它打不开。请从保管处取回密钥文件。`);
  if (mode === 'production' && demonstration)
    throw new StartupProblem('这个数据库里有演示账号，生产模式拒绝启动。请换用没有演示数据的数据库。');
}

/** Several addresses that all refuse are one error without words of its own. */
const firstLine = (error: Error): string =>
  (error.message || (error as AggregateError).errors?.map((e: Error) => e.message).join('；') || error.name).split('\n')[0]!;

function roleOf(url: string): string {
  const parsed = new URL(url);
  const role = parsed.searchParams.get('user') ?? decodeURIComponent(parsed.username);
  if (!role) throw new StartupProblem('DATABASE_URL 里没有写数据库账号。');
  return role;
}

/** An owner's connection pool, for migrations, seeding and backup. */
export function ownerPool(open: Pick<OpenPlatform, 'ownerUrl' | 'schema'>): pg.Pool {
  const pool = new pg.Pool({
    connectionString: open.ownerUrl,
    max: 2,
    options: `-c search_path=${open.schema},extensions -c timezone=UTC`,
  });
  pool.on('error', () => {});
  return pool;
}
