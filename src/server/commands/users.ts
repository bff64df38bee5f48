/** `users create-admin`: the first account of a city, from which every other one follows. */
import { StartupProblem } from '../../database/cluster.ts';
import { createUser, EVERY_DOMAIN, type Keys, officersOf, totpAddress } from '../../kernel/access/server.ts';
import { explain } from '../../kernel/result/index.ts';
import { attach } from '../attach.ts';
import { CityError, loadCity } from '../city.ts';
import { type Command, guarded, readArguments, UsageError } from '../command.ts';
import { type Config, keySource, readConfig } from '../config.ts';
import '../capabilities.ts';
import { operate } from '../operation.ts';

const help = `用法：npm run minzheng -- users create-admin --login 账号 --name 姓名 [--yes]

新建全市的系统管理员账号，打印初始密码和动态码密钥。只打印这一次：请当面交给本人，不要留在文件和聊天里。
第一次登录要先把初始密码换成自己的。平台在运行时也能执行；数据库须已升级（migrate）。
  --login 账号  小写字母开头，3至31位
  --name 姓名   管理员本人的姓名
  --yes         已经有在用的系统管理员时仍要新建（例如他们的密码和手机都丢了）；不写就拒绝

系统管理员登录以后在“用户与岗位”里新建安全管理员、审计管理员（三员由不同的人担任），再新建其他人的账号。`;

const options = { login: { type: 'string' }, name: { type: 'string' }, yes: { type: 'boolean' } } as const;
const usage = '用法 usage: users create-admin --login 账号 --name 姓名 [--yes]';

const inWords = (city: string, { login, name, password, totpSecret }: Keys): string => `已新建系统管理员 ${name}。只显示这一次：
  账号        ${login}
  初始密码    ${password}
  动态码密钥  ${totpSecret}
  扫码网址    ${totpAddress(`${city}民政`, login, totpSecret!)}
在手机验证器里手工填写密钥（或把扫码网址做成二维码扫描），用账号、初始密码和6位动态码登录工作台，先换成自己的密码。
`;

export const makeUsersCommand = (config: () => Config): Command => ({
  name: 'users',
  summary: '新建第一个系统管理员 / create the first administrator',
  help,
  run: (args, io) =>
    guarded(io, [StartupProblem, CityError], async () => {
      const { values, positionals } = readArguments(args, options);
      const login = values.login?.trim() ?? '';
      const name = values.name?.trim() ?? '';
      if (positionals.join(' ') !== 'create-admin' || !login || !name) throw new UsageError(usage);
      if (!/^[a-z][a-z0-9._-]{2,30}$/.test(login)) throw new UsageError('账号由小写字母开头，3至31位 / unfit login');
      if (name.length < 2 || name.length > 50) throw new UsageError('请写本人的姓名，2至50字 / unfit name');
      const settings = config();
      const attached = await attach(settings);
      try {
        const made = await operate(attached, settings, keySource(settings).ring(), async (tx, city) => {
          const held = values.yes ? [] : await officersOf(tx, 'sys-admin');
          if (held.length > 0)
            throw new StartupProblem(
              `已经有在用的系统管理员：${held.map((user) => `${user.name}（${user.login}）`).join('、')}。请由他们新建账号；忘了密码请安全管理员重置。确实要另建时加 --yes。`,
            );
          return createUser(tx, {
            login,
            name,
            division: city,
            duties: [{ role: 'sys-admin', division: city, domain: EVERY_DOMAIN }],
          });
        });
        if (!made.ok) throw new StartupProblem(explain(made).message);
        io.stdout.write(inWords(loadCity(settings.city).city.name, made.value));
        return 0;
      } finally {
        await attached.close();
      }
    }),
});

export const usersCommand = makeUsersCommand(readConfig);
