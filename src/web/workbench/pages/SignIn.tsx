/** 登录: password and code; in the demonstration, one click for each duty, grouped by level. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { Failed, Loading, Refused } from '../../components/states.tsx';
import { type ApiError, api, apiErrorOf } from '../../shared/api.ts';
import '../../form/antd/form.css';
import { sessionQuery, useSessionQuery } from '../../components/session.tsx';
import { useTextSearch } from '../search.ts';

interface Account {
  login: string;
  name: string;
  zh: string;
  divisionName: string;
  story?: string;
}

const levels: readonly { title: string; is: RegExp }[] = [
  { title: '村（社区）', is: /^村/ },
  { title: '乡镇（街道）', is: /^乡镇/ },
  { title: '县（市、区）', is: /^(县|核对|审核|财务|热线)/ },
  { title: '财政、残联等协同部门', is: /^(财政|残联|协同)/ },
  { title: '辅具、康复和购买服务机构', is: /^(辅具|社区康复|购买服务|机构)/ },
  { title: '市', is: /^市/ },
  { title: '监督和系统管理', is: /./ },
];

/** What somebody in this duty does here, in a line. */
const does: readonly [RegExp, string][] = [
  [/^村/, '代办申请、入户调查、张贴公示'],
  [/^乡镇经办/, '受理、调查核对、上报'],
  [/^乡镇审核/, '提出初审意见和复核意见'],
  [/^核对/, '向各部门核对家庭经济状况'],
  [/^审核确认/, '审核确认、不予确认'],
  [/^财务经办/, '生成发放批次、送银行、对账'],
  [/^财务复核/, '复核发放批次'],
  [/^财政/, '审核资金'],
  [/^残联/, '两项补贴复核、残疾人证和康复服务'],
  [/^协同/, '报送变动、查看本部门的核对和转办'],
  [/^热线/, '登记来电、转办和回访'],
  [/^辅具网点/, '辅具借用、归还和结算'],
  [/^辅具适配/, '上门评估、适配和回访'],
  [/^社区康复/, '登记社区康复服务'],
  [/^购买服务/, '上门服务、登记服务记录'],
  [/^县级审批/, '县级审批、用户和标准'],
  [/^县级/, '县级受理和调查'],
  [/^市/, '查看全市办件、标准和数据'],
  [/^审计纪检/, '查看办件和查询记录'],
  [/管理/, '账号、安全和审计'],
];
const doesOf = (zh: string): string => does.find(([is]) => is.test(zh))?.[1] ?? '';

function grouped(accounts: readonly Account[]): { title: string; accounts: Account[] }[] {
  const levelOf = (account: Account) => levels.find((level) => level.is.test(account.zh))!.title;
  return levels
    .map(({ title }) => ({ title, accounts: accounts.filter((account) => levelOf(account) === title) }))
    .filter((group) => group.accounts.length > 0);
}

export function SignIn() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [{ from }] = useTextSearch();
  const session = useSessionQuery();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [given, setGiven] = useState({ login: '', password: '', code: '' });

  async function enter(ask: () => Promise<unknown>) {
    setBusy(true);
    setTrouble(null);
    try {
      await ask();
      queries.clear();
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
      // Only an address of the workbench itself is gone back to.
      const back = from && /^\/(?!\/)/.test(from) ? from.replace(/^\/work(?=\/|$)/, '') || '/' : '/';
      await navigate({ href: `/work${back}` });
    } catch (error) {
      setTrouble(apiErrorOf(error));
    } finally {
      setBusy(false);
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter(() =>
      api.post('/api/sign-in', {
        login: given.login.trim(),
        password: given.password,
        ...(given.code.trim() ? { code: given.code.trim() } : {}),
      }),
    );
  };
  const set = (key: keyof typeof given) => (event: { target: { value: string } }) =>
    setGiven({ ...given, [key]: event.target.value });

  return (
    <main className="sign-in">
      <h1>{session.data?.city.name ?? ''}民政工作台</h1>
      <p className="quiet">
        工作人员登录。居民办事请到<a href="/">民政服务首页</a>。
      </p>
      <div className="sign-in-columns">
        <form className="sheet wb-form" onSubmit={submit}>
          <div className="field">
            <label htmlFor="login">账号</label>
            <Input id="login" autoComplete="username" value={given.login} onChange={set('login')} />
          </div>
          <div className="field">
            <label htmlFor="password">密码</label>
            <Input.Password
              id="password"
              autoComplete="current-password"
              value={given.password}
              onChange={set('password')}
              visibilityToggle={false}
            />
          </div>
          <div className="field">
            <label htmlFor="code">动态验证码</label>
            <Input
              id="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={given.code}
              onChange={set('code')}
            />
            <p className="help">手机验证器上的6位数字；没有绑定的不用填</p>
          </div>
          {trouble && <Refused error={trouble} />}
          <Button type="primary" htmlType="submit" loading={busy} disabled={!given.login.trim() || !given.password} block>
            登录
          </Button>
          <p className="quiet">
            忘记密码或账号被锁定，请联系本单位的系统管理员，或拨打{session.data?.city.telephone ?? '12345'}。
          </p>
        </form>
        {session.data?.demo && (
          <DemoAccounts busy={busy} enter={(login) => void enter(() => api.post('/api/demo/sign-in', { login }))} />
        )}
      </div>
    </main>
  );
}

function DemoAccounts({ busy, enter }: { busy: boolean; enter: (login: string) => void }) {
  const accounts = useQuery({
    queryKey: ['demo-accounts'],
    queryFn: () => api.get<{ accounts: Account[] }>('/api/demo/accounts'),
  });
  if (accounts.isPending) return <Loading />;
  if (!accounts.data) return <Failed error={accounts.error} retry={() => void accounts.refetch()} />;
  return (
    <section aria-label="演示账号">
      <p className="note">演示城市，里面的人和事都是虚构的。点一个岗位直接进入。</p>
      {grouped(accounts.data.accounts).map((group) => (
        <section key={group.title}>
          <h2 style={{ fontSize: 15 }}>{group.title}</h2>
          <ul className="accounts">
            {group.accounts.map((account) => (
              <li key={account.login}>
                <button type="button" className="account" disabled={busy} onClick={() => enter(account.login)}>
                  <b>{account.name}</b> {account.zh}
                  <span>{account.divisionName}</span>
                  <span>{account.story ?? doesOf(account.zh)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
