import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FieldProblem } from '../../../kernel/result/index.ts';
import type { ServiceItem } from '../../../kernel/service/index.ts';
import { isSignatureList, rowNamed, sent, signatureRows, stepOf } from '../../form/core.ts';
import { Fields, focusOn, useForm } from '../../form/fields.tsx';
import { plainSkin } from '../../form/plain/skin.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../shared/api.ts';
import { Page, Trouble } from '../parts.tsx';
import { navigate, signInAddress, useLocation } from '../router.tsx';
import { formServices } from '../services.ts';
import { useSession } from '../session.tsx';
import { type StoredDraft, saveText, useAutosave } from './autosave.ts';
import { OwnFamily, useOwnFamily } from './family.tsx';
import { type DraftContent, hold } from './kept.ts';
import { Letter } from './letter.tsx';
import { Receipt, TakenIn } from './receipt.tsx';
import type { FormStep } from './steps.ts';

interface Given {
  item: ServiceItem;
  steps: readonly FormStep[];
  draft: StoredDraft | null;
  content: DraftContent;
  /** The content came from the phone or from before the session timed out, and is newer than the draft. */
  unsaved: boolean;
}

/** One topic a step; the step stands in the address, so that Back goes back one step. */
export function Application({ item, steps, draft, content: begun, unsaved }: Given) {
  const { session } = useSession();
  const { query } = useLocation();
  const allFields = useMemo(() => steps.flatMap((s) => s.fields), [steps]);
  const form = useForm(begun.form, allFields);
  const services = useMemo(() => formServices(session.city.code), [session.city.code]);
  const last = steps.length - 1;
  const asked = query.get('step');
  const step = Math.min(Math.max(asked === null ? begun.step : Number(asked) - 1 || 0, 0), last);
  const other = begun.other;
  const family = useOwnFamily({ form, steps, step, begun: begun.step, off: other, itemName: item.name });
  const [submitted, setSubmitted] = useState<{ id: string; unseen?: true } | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const requestId = useRef(newRequestId());

  const go = useCallback((to: number, how: { replace?: boolean } = {}) => {
    const next = new URLSearchParams(location.search);
    next.set('step', String(to + 1));
    navigate(`${location.pathname}?${next}`, how);
  }, []);
  const onSaved = useCallback((id: string) => {
    const next = new URLSearchParams(location.search);
    next.set('draft', id);
    navigate(`${location.pathname}?${next}`, { replace: true });
  }, []);
  const content = useMemo(() => ({ form: form.values, step, other }), [form.values, step, other]);
  const autosave = useAutosave({
    owner: session.actor.id,
    itemId: item.itemId,
    title: `${item.name}${other ? '（帮家人办）' : ''}`,
    fields: allFields,
    stored: draft,
    content,
    unsaved,
    onSaved,
  });

  // 最后一页：每位成年家人一行签名
  useEffect(() => {
    if (step !== last) return;
    for (const field of steps[last]!.fields)
      if (isSignatureList(field)) {
        const held = (form.values[field.name] as unknown[] | undefined) ?? [];
        const rows = signatureRows(field, form.values, session.today);
        // Somebody has no row yet; one that was just added by hand stays.
        if (rows.some((row) => !held.includes(row))) form.set(field.name, rows);
      }
  }, [step, last, steps, form, session.today]);

  const show = (problems: readonly FieldProblem[]) => {
    const at = problems[0] ? stepOf(steps, problems[0].path) : step;
    if (at !== step) go(at);
    form.showProblems(problems);
  };

  /** The same person finds this page again with everything on it. */
  function signInAgain() {
    hold(session.actor.id, item.itemId, content);
    navigate(signInAddress(location.pathname + location.search));
  }

  async function submit() {
    if (!form.check(allFields)) return;
    setBusy(true);
    setTrouble(null);
    try {
      await autosave.save();
      const channel = other ? 'proxy' : window.matchMedia('(max-width: 48rem)').matches ? 'mobile' : 'online';
      const draftId = autosave.draftId();
      const opened = await api.post<{ id: string; unseen?: true }>('/api/cases', {
        itemId: item.itemId,
        channel,
        form: sent(allFields, form.values),
        requestId: requestId.current,
        ...(draftId ? { draftId } : {}),
      });
      autosave.finish();
      setSubmitted(opened);
    } catch (thrown) {
      const error = apiErrorOf(thrown);
      if (error.code === 'SIGN_IN_REQUIRED') return signInAgain();
      setTrouble(error);
      // An answer that names fields ended this attempt; whatever is mended goes as a new request.
      if (error.status >= 400 && error.status < 500) requestId.current = newRequestId();
      if (error.fields.length > 0) show(error.fields.map((f) => ({ ...f, path: f.path.replace(/^form\./, '') })));
    } finally {
      setBusy(false);
    }
  }

  // A refused submission may begin in an earlier step.
  const elsewhere = form.problems.length > 0 ? stepOf(steps, form.problems[0]!.path) : step;
  useEffect(() => {
    if (elsewhere < step) {
      go(elsewhere);
      if (form.problems[0]) focusOn(form.problems[0].path);
    }
  }, [elsewhere, step, form.problems, go]);

  if (submitted?.unseen) return <TakenIn itemName={item.name} steps={steps} values={form.values} />;
  if (submitted) return <Receipt caseId={submitted.id} steps={steps} values={form.values} />;
  const current = steps[step]!;
  return (
    <Page title={current.title} back={{ href: `/services/${item.itemId}`, text: item.name }}>
      <p className="steps">
        第 {step + 1} 步，共 {steps.length} 步
      </p>
      <div className="meter" aria-hidden="true">
        <span style={{ width: `${((step + 1) / steps.length) * 100}%` }} />
      </div>
      {step === 0 && other && (
        <p className="say">
          您在替家人申请：“申请人”填家人的信息，您是代办人。签名请家人自己签，签不了的由您代签并告诉工作人员。
        </p>
      )}
      {step === 0 && !other && !draft && (
        <p className="say">已经登记的姓名、户籍等先替您填好了（来自您的登录信息和人口登记），请核对。</p>
      )}
      {current.help && <p className="lead">{current.help}</p>}
      {form.problems.length > 0 && elsewhere === step && <Errors problems={form.problems} values={form.values} />}
      {step === last && (
        <>
          <p className="lead">请从头看一遍，有不对的点“改”。</p>
          <Letter steps={steps.slice(0, last)} values={form.values} onChange={go} />
        </>
      )}
      <form
        noValidate
        className={current.fields.length === 1 && current.fields[0]!.label === current.title ? 'solo' : undefined}
        onSubmit={(e) => {
          e.preventDefault();
          if (step === last) void submit();
          else if (form.check(current.fields)) go(step + 1);
        }}
      >
        {family && <OwnFamily form={form} family={family} />}
        <Fields fields={current.fields} form={form} skin={plainSkin} services={services} />
        {trouble && <Trouble error={trouble} telephone={session.city.telephone} />}
        <div className="next">
          <button type="submit" className="button" disabled={busy}>
            {step === last ? (busy ? '正在提交' : '提交申请') : '下一步'}
          </button>
          {step > 0 && (
            <button type="button" className="button plain" onClick={() => go(step - 1)}>
              上一步
            </button>
          )}
        </div>
      </form>
      <p className="saved" role="status">
        {saveText(autosave.state)}
      </p>
      {autosave.state.kind === 'expired' && (
        <p>
          <button type="button" className="button" onClick={signInAgain}>
            重新登录
          </button>
        </p>
      )}
      {autosave.state.kind === 'conflict' && (
        <div className="say warn" role="alert">
          <p>这份申请在别的手机或电脑上也改过。</p>
          <div className="row">
            <button type="button" className="button" onClick={() => void autosave.overrule()}>
              用现在这份
            </button>
            <button type="button" className="button plain" onClick={() => location.reload()}>
              用那边那份
            </button>
          </div>
        </div>
      )}
    </Page>
  );
}

function Errors({ problems, values }: { problems: readonly FieldProblem[]; values: unknown }) {
  return (
    <div className="errors" role="alert">
      <p>
        <b>还有{problems.length}处要改：</b>
      </p>
      <ul>
        {problems.slice(0, 8).map((p) => (
          <li key={p.path}>
            <a
              href={`#${p.path}`}
              onClick={(e) => {
                e.preventDefault();
                focusOn(p.path);
              }}
            >
              {rowNamed(values, p.path)}
              {p.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
