import { type FormEvent, useEffect, useState } from 'react';
import { residentIdProblem } from '../../kernel/schema/index.ts';
import { type ApiError, api, apiErrorOf } from '../shared/api.ts';
import { grouped } from '../shared/format.ts';
import { Page, Trouble } from './parts.tsx';
import { navigate, safeBack, useLocation } from './router.tsx';
import { rememberTyped, useSession } from './session.tsx';

interface Story {
  personId: string;
  name: string;
  story: string;
  divisionName: string;
}

/** 身份证号 + 短信验证码. In the demonstration the code is shown and its people are one tap away. */
export default function SignInPage() {
  const { session, refresh } = useSession();
  const { query } = useLocation();
  const [idNumber, setIdNumber] = useState('');
  const [code, setCode] = useState('');
  const [sent, setSent] = useState<{ demoCode: string | null } | null>(null);
  const [wrong, setWrong] = useState<{ idNumber?: string; code?: string }>({});
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const number = idNumber.normalize('NFKC').replace(/\s/g, '').toUpperCase();

  async function attempt(work: () => Promise<void>) {
    setBusy(true);
    setTrouble(null);
    try {
      await work();
    } catch (error) {
      setTrouble(apiErrorOf(error));
    } finally {
      setBusy(false);
    }
  }
  const enter = async () => {
    await refresh();
    navigate(safeBack(query.get('back')), { replace: true });
  };

  function submit(e: FormEvent) {
    e.preventDefault();
    const problem = residentIdProblem(number);
    if (problem) {
      setWrong({ idNumber: problem });
      document.getElementById('id-number')?.focus();
      return;
    }
    if (!sent)
      return void attempt(async () => {
        setSent(await api.post<{ demoCode: string | null }>('/api/resident/code', { idNumber: number }));
        setWrong({});
      });
    if (!/^\d{6}$/.test(code)) {
      setWrong({ code: '验证码是6位数字' });
      document.getElementById('code')?.focus();
      return;
    }
    void attempt(async () => {
      await api.post('/api/resident/sign-in', { idNumber: number, code });
      rememberTyped(number);
      await enter();
    });
  }

  return (
    <Page title="登录">
      <p className="lead">用您自己的身份证号和手机验证码。办完请点“退出”，别人就看不到您的信息。</p>
      <form onSubmit={submit} noValidate>
        <div className="field">
          <label htmlFor="id-number">身份证号码</label>
          <input
            id="id-number"
            value={idNumber}
            onChange={(e) => {
              setIdNumber(e.target.value);
              setSent(null);
              setWrong({});
            }}
            autoComplete="username"
            autoCapitalize="characters"
            maxLength={22}
            aria-invalid={wrong.idNumber ? true : undefined}
            aria-describedby={wrong.idNumber ? 'id-number-wrong' : undefined}
          />
          {number.length > 8 && <p className="echo num">{grouped(number)}</p>}
          {wrong.idNumber && (
            <p className="wrong" id="id-number-wrong" role="alert">
              {wrong.idNumber}
            </p>
          )}
        </div>
        {sent && (
          <div className="field">
            <label htmlFor="code">短信验证码</label>
            <p className="help" id="code-help">
              验证码已发到您登记的手机，5分钟内有效。没有收到，可能还没有登记手机：请到村（社区）办理，由工作人员代办也可以。
              {sent.demoCode && (
                <>
                  {' '}
                  演示验证码：<b className="num">{sent.demoCode}</b>
                </>
              )}
            </p>
            <input
              id="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={code}
              onChange={(e) => setCode(e.target.value.normalize('NFKC').replace(/\D/g, ''))}
              aria-invalid={wrong.code ? true : undefined}
              aria-describedby={wrong.code ? 'code-wrong' : 'code-help'}
            />
            {wrong.code && (
              <p className="wrong" id="code-wrong" role="alert">
                {wrong.code}
              </p>
            )}
          </div>
        )}
        {trouble && <Trouble error={trouble} telephone={session.city.telephone} />}
        <p>
          <button type="submit" className="button wide" disabled={busy}>
            {busy ? '请稍候' : sent ? '登录' : '获取验证码'}
          </button>
        </p>
      </form>
      <p className="quiet">手机号换了、收不到验证码：带身份证到村（社区）或乡镇窗口更改，也可以请村干部代办。</p>
      {session.demo && (
        <Stories onPick={(personId) => void attempt(() => api.post('/api/demo/sign-in', { personId }).then(enter))} busy={busy} />
      )}
    </Page>
  );
}

const FIRST_STORIES = 6;

function Stories({ onPick, busy }: { onPick: (personId: string) => void; busy: boolean }) {
  const [people, setPeople] = useState<readonly Story[]>([]);
  useEffect(() => {
    // Without the list one still signs in by number and code.
    api.get<{ residents: Story[] }>('/api/demo/accounts').then(
      (a) => setPeople(a.residents),
      () => setPeople([]),
    );
  }, []);
  const [text, setText] = useState('');
  const [all, setAll] = useState(false);
  if (people.length === 0) return null;
  const wanted = text.trim();
  const found = people.filter((p) => [p.name, p.divisionName, p.story].some((said) => said.includes(wanted)));
  const shown = all || wanted !== '' ? found : found.slice(0, FIRST_STORIES);
  return (
    <section>
      <h2>演示居民</h2>
      <p>点一下就以这位居民的身份登录。</p>
      <div className="field">
        <label htmlFor="story">按姓名、地方或遇到的事找</label>
        <input id="story" value={text} onChange={(e) => setText(e.target.value)} placeholder="例如：低保、残疾、汀泗桥" />
      </div>
      <ul className="list">
        {shown.map((p) => (
          <li key={p.personId}>
            <button type="button" className="item" disabled={busy} onClick={() => onPick(p.personId)}>
              <b>{p.name}</b>
              <small>{p.divisionName}</small>
              <small>{p.story}</small>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>没有这样的居民，换个写法试试。</p>}
      {shown.length < found.length && (
        <p>
          <button type="button" className="button plain wide" onClick={() => setAll(true)}>
            再看{found.length - shown.length}位
          </button>
        </p>
      )}
    </section>
  );
}
