/** 登录: password and code; in the demonstration, one click for each duty. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { Refused } from '../../components/states.tsx';
import { type ApiError, api, apiErrorOf } from '../../shared/api.ts';
import '../../form/antd/form.css';
import { sessionQuery, useSessionQuery } from '../../components/session.tsx';
import { useTextSearch } from '../search.ts';
import { DemoAccounts } from './DemoAccounts.tsx';

export function SignIn() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [{ from }] = useTextSearch();
  const session = useSessionQuery();
  async function enter() {
    queries.clear();
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    // Only an address of the workbench itself is gone back to.
    const back = from && /^\/(?!\/)/.test(from) ? from.replace(/^\/work(?=\/|$)/, '') || '/' : '/';
    await navigate({ href: `/work${back}` });
  }
  return (
    <main className="sign-in">
      <h1>{session.data?.city.name ?? ''}民政工作台</h1>
      <p className="quiet">
        工作人员登录。居民办事请到<a href="/">民政服务首页</a>。
      </p>
      <SignInForm onEntered={enter} />
    </main>
  );
}

/** Account, password and code, or one click in the demonstration; what follows is the page's. */
export function SignInForm({ onEntered }: { onEntered: () => Promise<void> }) {
  const session = useSessionQuery();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [given, setGiven] = useState({ login: '', password: '', code: '' });

  async function enter(ask: () => Promise<unknown>) {
    setBusy(true);
    setTrouble(null);
    try {
      await ask();
      await onEntered();
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
          <p className="help">手机验证器上的6位数字</p>
        </div>
        {trouble && <Refused error={trouble} />}
        <Button type="primary" htmlType="submit" loading={busy} disabled={!given.login.trim() || !given.password} block>
          登录
        </Button>
        <p className="quiet">
          忘记密码、换了手机或账号被锁定，请联系安全管理员，或拨打{session.data?.city.telephone ?? '12345'}。
        </p>
      </form>
      {session.data?.demo && (
        <DemoAccounts busy={busy} enter={(login) => void enter(() => api.post('/api/demo/sign-in', { login }))} />
      )}
    </div>
  );
}
