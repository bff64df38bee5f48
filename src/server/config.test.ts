import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mz-config-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
let made = 0;
const tokenFile = (text: string): string => {
  const file = path.join(folder, `token-${++made}`);
  fs.writeFileSync(file, text);
  return file;
};

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://app@db/x',
  DATABASE_OWNER_URL: 'postgresql://owner@db/x',
  MINZHENG_KEYS: '/keys.json',
  PUBLIC_URL: 'https://mz.example.cn',
  SMS_GATEWAY_URL: 'https://sms.example.cn/',
  SMS_GATEWAY_TOKEN: 'one',
};

test('网关的口令写在环境变量里或文件里；没有公众号的城市不接微信', () => {
  expect(readConfig(production)).toMatchObject({ smsGateway: { token: 'one' }, wechatGateway: null });
  const file = { WECHAT_GATEWAY_URL: 'https://wx.example.cn/', WECHAT_GATEWAY_TOKEN_FILE: tokenFile('two\n') };
  expect(readConfig({ ...production, ...file })).toMatchObject({
    wechatGateway: { url: 'https://wx.example.cn/', token: 'two' },
  });
});

test.each<[string, Record<string, string | undefined>, RegExp]>([
  ['没有短信口令', { SMS_GATEWAY_TOKEN: undefined }, /缺少配置：SMS_GATEWAY_TOKEN 或 SMS_GATEWAY_TOKEN_FILE/],
  ['微信只写了网址', { WECHAT_GATEWAY_URL: 'https://wx.example.cn/' }, /WECHAT_GATEWAY_URL 与 .*要一起设置/],
  ['口令写了两处', { SMS_GATEWAY_TOKEN_FILE: '/x' }, /只能设置一个/],
  ['口令文件不在', { SMS_GATEWAY_TOKEN: undefined, SMS_GATEWAY_TOKEN_FILE: '/nowhere' }, /读不到 SMS_GATEWAY_TOKEN_FILE/],
  ['口令文件有两行', { SMS_GATEWAY_TOKEN: undefined, SMS_GATEWAY_TOKEN_FILE: tokenFile('a\nb') }, /只有一行口令/],
  ['网址不是网址', { SMS_GATEWAY_URL: 'sms.example.cn' }, /SMS_GATEWAY_URL 不是网址/],
  ['密钥文件和密钥命令都写了', { MINZHENG_KEY_COMMAND: '/opt/hsm' }, /只能设置一个/],
  ['密钥两样都没有', { MINZHENG_KEYS: undefined }, /缺少配置：MINZHENG_KEYS 或 MINZHENG_KEY_COMMAND/],
])('生产配置不对（%s）：一句话拒绝', (_, changed, said) => {
  expect(() => readConfig({ ...production, ...changed })).toThrow(said);
});
