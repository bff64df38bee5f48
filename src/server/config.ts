/** Configuration from the environment, validated once. Production refuses what only a demonstration may have. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StartupProblem } from '../database/cluster.ts';
import type { Gateway } from '../kernel/notice/server.ts';
import { type KeySource, keyCommandSource, keyFileSource } from '../kernel/protect/server.ts';

export interface Config {
  readonly mode: 'demonstration' | 'production';
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly city: string;
  /** PostgreSQL schema of the city. */
  readonly schema: string;
  /** Connections to PostgreSQL at once. */
  readonly databaseConnections: number;
  /** The city's own server; null: the embedded one in the data folder. */
  readonly external: { appUrl: string; ownerUrl: string } | null;
  /** The provider of text messages; null in a demonstration: what would leave stays listed. */
  readonly smsGateway: Gateway | null;
  /** The provider of the city's WeChat account; null: the city has none. */
  readonly wechatGateway: Gateway | null;
  readonly keyFile: string;
  /** The command of the city's key management that gives the keys instead of a file. */
  readonly keyCommand: string | null;
  readonly publicUrl: string;
  readonly demoResidents: number;
}

const PRODUCTION_NEEDS = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'MINZHENG_KEYS 或 MINZHENG_KEY_COMMAND',
  'PUBLIC_URL',
  'SMS_GATEWAY_URL',
  'SMS_GATEWAY_TOKEN 或 SMS_GATEWAY_TOKEN_FILE',
] as const;

/** A provider by its address and its secret, which a file may hold: `<NAME>_GATEWAY_TOKEN_FILE`. */
function gatewayOf(env: NodeJS.ProcessEnv, name: 'SMS' | 'WECHAT'): Gateway | null {
  const [address, secret] = [`${name}_GATEWAY_URL`, `${name}_GATEWAY_TOKEN`] as const;
  const url = env[address];
  const file = env[`${secret}_FILE`];
  if (env[secret] && file) throw new StartupProblem(`${secret} 与 ${secret}_FILE 只能设置一个。`);
  if (!url && !env[secret] && !file) return null;
  if (!url || !(env[secret] || file)) throw new StartupProblem(`${address} 与 ${secret}（或 ${secret}_FILE）要一起设置。`);
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw new StartupProblem(`${address} 不是网址。`);
  if (!file) return { url, token: env[secret]! };
  let token = '';
  try {
    token = fs.readFileSync(file, 'utf8').trim();
  } catch {
    throw new StartupProblem(`读不到 ${secret}_FILE 指定的文件 ${file}。`);
  }
  if (!/^[\x21-\x7e]+$/.test(token)) throw new StartupProblem(`${secret}_FILE 指定的文件 ${file} 里应当只有一行口令。`);
  return { url, token };
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const production = env.NODE_ENV === 'production';
  const missing = production ? PRODUCTION_NEEDS.filter((needed) => !needed.split(' 或 ').some((name) => env[name])) : [];
  if (missing.length > 0) throw new StartupProblem(`生产模式缺少配置：${missing.join('、')}。说明见 docs/operations.md。`);
  if (production && env.MINZHENG_DEMO) throw new StartupProblem('生产模式不能启用演示账号，请去掉 MINZHENG_DEMO。');
  if (Boolean(env.DATABASE_URL) !== Boolean(env.DATABASE_OWNER_URL))
    throw new StartupProblem('DATABASE_URL（业务账号）与 DATABASE_OWNER_URL（所有者账号）要一起设置。');
  if (env.MINZHENG_KEYS && env.MINZHENG_KEY_COMMAND)
    throw new StartupProblem(
      'MINZHENG_KEYS（密钥文件）与 MINZHENG_KEY_COMMAND（密钥命令）只能设置一个：两处密钥不知道用哪一处。',
    );
  const port = Number(env.PORT ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new StartupProblem(`端口 PORT=${env.PORT} 无效。`);
  const dataDir = path.resolve(env.MINZHENG_DATA ?? '.data');
  const city = env.MINZHENG_CITY ?? 'xianning';
  if (!/^[a-z][a-z0-9_]*$/.test(city)) throw new StartupProblem(`城市 MINZHENG_CITY=${city} 无效，应为 cities/ 下的文件夹名。`);
  const demoResidents = Number(env.MINZHENG_DEMO_RESIDENTS ?? 20_000);
  if (!Number.isInteger(demoResidents) || demoResidents < 0 || demoResidents > 3_000_000)
    throw new StartupProblem('MINZHENG_DEMO_RESIDENTS 应为0到3000000的整数。');
  // Few busy connections answer sooner and more evenly than many: measured by `bench/city.ts`.
  const databaseConnections = Number(env.DATABASE_CONNECTIONS ?? Math.max(4, 2 * os.availableParallelism()));
  if (!Number.isInteger(databaseConnections) || databaseConnections < 4 || databaseConnections > 500)
    throw new StartupProblem('DATABASE_CONNECTIONS 应为4到500的整数。');
  return {
    mode: production ? 'production' : 'demonstration',
    port,
    host: env.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    dataDir,
    city,
    schema: city,
    databaseConnections,
    external: env.DATABASE_URL ? { appUrl: env.DATABASE_URL, ownerUrl: env.DATABASE_OWNER_URL! } : null,
    smsGateway: production ? gatewayOf(env, 'SMS') : null,
    wechatGateway: production ? gatewayOf(env, 'WECHAT') : null,
    keyCommand: env.MINZHENG_KEY_COMMAND?.trim() || null,
    keyFile: env.MINZHENG_KEYS ?? path.join(dataDir, 'keys.json'),
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${port}`,
    demoResidents,
  };
}

export const keySource = ({ keyFile, keyCommand }: Pick<Config, 'keyFile' | 'keyCommand'>): KeySource =>
  keyCommand ? keyCommandSource(keyCommand) : keyFileSource(keyFile);
