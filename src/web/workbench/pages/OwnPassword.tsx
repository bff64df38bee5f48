/** 更换密码: one's own, from the menu of one's name; and before anything else while the password is one that somebody else chose. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { Page } from '../../components/layout.tsx';
import { useSession } from '../../components/session.tsx';
import { Refused } from '../../components/states.tsx';
import { type ApiError, api, apiErrorOf } from '../../shared/api.ts';
import '../../form/antd/form.css';

const fields = [
  { name: 'password', label: '原密码', autoComplete: 'current-password', help: '' },
  {
    name: 'fresh',
    label: '新密码',
    autoComplete: 'new-password',
    help: '至少12位，两种以上的字符（如字母和数字），不含账号。几个不相干的词连起来，好记又难猜。',
  },
  { name: 'again', label: '再写一遍新密码', autoComplete: 'new-password', help: '' },
] as const;
const blank = { password: '', fresh: '', again: '' };

function PasswordForm({ onDone }: { onDone: () => Promise<void> | void }) {
  const [given, setGiven] = useState(blank);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [wrong, setWrong] = useState<Partial<typeof blank>>({});

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (given.fresh !== given.again) return setWrong({ again: '两次写的新密码不一样' });
    setBusy(true);
    setTrouble(null);
    setWrong({});
    try {
      await api.post('/api/password', { password: given.password, fresh: given.fresh });
      setGiven(blank);
      await onDone();
    } catch (error) {
      const refusal = apiErrorOf(error);
      setTrouble(refusal);
      setWrong(Object.fromEntries(refusal.fields.map(({ path, message }) => [path, message])));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="sheet wb-form own-password" onSubmit={(event) => void submit(event)}>
      {fields.map(({ name, label, autoComplete, help }) => (
        <div className="field" key={name}>
          <label htmlFor={name}>{label}</label>
          <Input.Password
            id={name}
            autoComplete={autoComplete}
            maxLength={200}
            value={given[name]}
            onChange={(event) => setGiven({ ...given, [name]: event.target.value })}
            aria-describedby={`${name}-note`}
            aria-invalid={wrong[name] !== undefined}
          />
          <p id={`${name}-note`} className={wrong[name] ? 'wrong' : 'help'}>
            {wrong[name] ?? help}
          </p>
        </div>
      ))}
      <div className="form-foot">
        {trouble && <Refused error={trouble} />}
        <Button type="primary" htmlType="submit" loading={busy} disabled={!given.password || !given.fresh || !given.again}>
          更换密码
        </Button>
      </div>
    </form>
  );
}

export function OwnPassword() {
  const { message } = App.useApp();
  const navigate = useNavigate();
  return (
    <Page title="更换密码" lead="换好以后，这个账号在别的电脑和手机上的登录马上结束。">
      <PasswordForm
        onDone={async () => {
          message.success('密码已更换');
          await navigate({ to: '/' });
        }}
      />
    </Page>
  );
}

/** Stands in the place of the whole workbench until it is done. */
export function FirstPassword() {
  const session = useSession();
  const queries = useQueryClient();
  const leave = async () => {
    await api.post('/api/sign-out');
    await queries.invalidateQueries({ queryKey: ['session'] });
  };
  return (
    <main className="sign-in">
      <h1>先换成自己的密码</h1>
      <p className="quiet">
        {session.actor.name}，您现在的密码是别人给的初始密码。换成只有自己知道的，再开始办理。
        <Button type="link" size="small" onClick={() => void leave()}>
          退出登录
        </Button>
      </p>
      <PasswordForm onDone={() => queries.invalidateQueries()} />
    </main>
  );
}
