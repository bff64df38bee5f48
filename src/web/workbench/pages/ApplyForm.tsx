/** 代办: the same application as the portal's, step by step, kept as a draft on the server while it is written. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FormField } from '../../../kernel/schema/index.ts';
import type { ServiceItem } from '../../../kernel/service/index.ts';
import { BlankForms } from '../../components/BlankForms.tsx';
import { formServices } from '../../components/formServices.ts';
import { Page, Section } from '../../components/layout.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Failed, Loading, Nothing, Refused } from '../../components/states.tsx';
import { antdSkin } from '../../form/antd/skin.tsx';
import { blank, problems, sent, stepOf } from '../../form/core.ts';
import { familyField } from '../../form/family.ts';
import { Fields, useForm } from '../../form/fields.tsx';
import { ApiError, api, apiErrorOf, newRequestId } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { BringFamily, FindApplicant } from './FromRegister.tsx';

interface Service {
  item: ServiceItem;
  online: boolean;
  form: { steps: readonly { title: string; help?: string; fields: readonly FormField[] }[] } | null;
}
interface StoredDraft {
  id: string;
  version: number;
  content: { values: Record<string, unknown>; step: number };
}

export function ApplyForm() {
  const { itemId } = useParams({ strict: false }) as { itemId: string };
  const [{ draft: draftId, person }] = useTextSearch();
  const service = useQuery({ queryKey: ['/api/services', itemId], queryFn: () => api.get<Service>(`/api/services/${itemId}`) });
  // What was there when the page was opened; afterwards the page itself is the newest.
  const [wanted] = useState(draftId);
  const draft = useQuery({
    queryKey: ['/api/drafts', wanted],
    queryFn: () => api.get<StoredDraft>(`/api/drafts/${wanted}`),
    enabled: wanted !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  if (service.isPending || (wanted && draft.isPending)) return <Loading text="正在打开申请表……" />;
  if (!service.data) return <Failed error={service.error} retry={() => void service.refetch()} />;
  if (draft.error) return <Failed error={draft.error} />;
  const { form, item } = service.data;
  if (!form)
    return (
      <Nothing action={<Link to="/apply">选别的事项</Link>}>「{item.name}」还不能在线办理，请按办事指南到窗口办理。</Nothing>
    );
  return <Filling item={item} steps={form.steps} draft={draft.data ?? null} applicantId={person} />;
}

type Saved = 'no' | 'saving' | 'yes' | ApiError;
const savedWords = { no: '填写时自动保存草稿', saving: '正在保存……', yes: '草稿已保存' } as const;
function savedText(state: Saved): string {
  if (typeof state === 'string') return savedWords[state];
  return state.code === 'OFFLINE' ? '草稿没有存上，联网后会再试' : `草稿没有保存：${state.message}`;
}

/** Saves what is typed 1.2 s after the fingers rest; one save at a time, the last state always follows. */
function useDraft(itemId: string, title: string, content: StoredDraft['content'], draft: StoredDraft | null) {
  const [, change] = useTextSearch();
  const [state, setState] = useState<Saved>('no');
  const [conflict, setConflict] = useState<ApiError | null>(null);
  const known = useRef<{ id: string; version: number } | null>(draft && { id: draft.id, version: draft.version });
  const busy = useRef(false);
  const [tries, setTries] = useState(0);
  const seen = useRef(content);
  // biome-ignore lint/correctness/useExhaustiveDependencies: values and step start a save; `tries` repeats one
  useEffect(() => {
    const moved = known.current !== null && content.step !== seen.current.step;
    if ((content.values === seen.current.values && !moved) || conflict) return;
    const timer = setTimeout(async () => {
      if (busy.current) return setTries((n) => n + 1);
      busy.current = true;
      setState('saving');
      try {
        const first = known.current === null;
        const { id, version } = await api.post<{ id: string; version: number }>('/api/drafts', {
          ...known.current,
          itemId,
          title,
          content,
        });
        known.current = { id, version };
        seen.current = content;
        setState('yes');
        if (first) change({ draft: id });
      } catch (thrown) {
        const error = apiErrorOf(thrown);
        setState(error);
        if (error.code === 'VERSION_CONFLICT') setConflict(error);
        else if (error.code === 'OFFLINE') setTimeout(() => setTries((n) => n + 1), 8_000);
      } finally {
        busy.current = false;
      }
    }, 1_200);
    return () => clearTimeout(timer);
  }, [content.values, content.step, tries]);
  return { state, conflict, id: () => known.current?.id };
}

const nameIn = (values: Record<string, unknown>): string => {
  const applicant = values.applicant as { name?: unknown } | undefined;
  return typeof applicant?.name === 'string' ? applicant.name : '';
};

function Filling({
  item,
  steps,
  draft,
  applicantId,
}: {
  item: ServiceItem;
  steps: NonNullable<Service['form']>['steps'];
  draft: StoredDraft | null;
  applicantId: string | undefined;
}) {
  const session = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const all = useMemo(() => steps.flatMap((s) => s.fields), [steps]);
  const form = useForm(draft?.content.values ?? blank(all), all);
  const [step, setStep] = useState(Math.min(draft?.content.step ?? 0, steps.length - 1));
  const [requestId, setRequestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [advice, setAdvice] = useState<ApiError | null>(null);
  const services = useMemo(() => formServices(homeDivision(session)), [session]);
  const values = form.values as Record<string, unknown>;
  const saving = useDraft(item.itemId, `${item.name} ${nameIn(values)}`.trim(), { values, step }, draft);
  const current = steps[step]!;
  const last = step === steps.length - 1;

  const family = familyField(current.fields);

  const go = (to: number) => {
    setStep(to);
    setAdvice(null);
    document.getElementById('main')?.scrollIntoView();
  };
  const next = () => {
    if (form.check(current.fields)) go(step + 1);
  };

  async function submit(allTheSame = false) {
    const wrong = problems(all, form.values);
    if (wrong[0]) {
      go(stepOf(steps, wrong[0].path));
      form.showProblems(wrong);
      return;
    }
    setBusy(true);
    setTrouble(null);
    setAdvice(null);
    try {
      const application = sent(all, form.values);
      if (!allTheSame) {
        const told = await api.post<{ advice: ConstructorParameters<typeof ApiError>[0] | null }>('/api/cases/advice', {
          itemId: item.itemId,
          form: application,
        });
        if (told.advice) return setAdvice(new ApiError(told.advice));
      }
      const draftId = saving.id();
      const opened = await api.post<{ id: string }>('/api/cases', {
        itemId: item.itemId,
        form: application,
        requestId,
        ...(draftId ? { draftId } : {}),
      });
      message.success('已提交');
      await navigate({ to: '/cases/$caseId', params: { caseId: opened.id } });
      await queries.invalidateQueries();
    } catch (thrown) {
      const error = apiErrorOf(thrown);
      setTrouble(error);
      if (error.code !== 'OFFLINE') setRequestId(newRequestId());
      if (error.fields[0]) {
        go(stepOf(steps, error.fields[0].path));
        form.showProblems(error.fields);
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <Page
      title={item.name}
      lead={`第${step + 1}步，共${steps.length}步：${current.title}`}
      aside={
        <span className="saved" role="status">
          {savedText(saving.state)}
        </span>
      }
    >
      <ol className="steps">
        {steps.map((s, i) => (
          <li key={s.title}>
            <button type="button" onClick={() => go(i)} aria-current={i === step ? 'step' : undefined}>
              {i + 1} {s.title}
            </button>
          </li>
        ))}
      </ol>
      {saving.conflict && <Refused error={saving.conflict} />}
      <div className="narrow">
        {step === 0 && all.some((f) => f.name === 'applicant') && (
          <FindApplicant form={form} itemName={item.name} personId={draft ? undefined : applicantId} />
        )}
        <Section title={current.title}>
          <form
            className="wb-form"
            noValidate
            onSubmit={(e) => {
              e.preventDefault();
              if (last) void submit();
              else next();
            }}
          >
            {current.help && <p className="quiet">{current.help}</p>}
            {current.fields.some((f) => f.name === 'consents') && <BlankForms itemId={item.itemId} />}
            {family && <BringFamily form={form} field={family} itemName={item.name} />}
            <Fields fields={current.fields} form={form} skin={antdSkin} services={services} />
            {trouble && <Refused error={trouble} />}
            {advice && (
              <Refused error={advice}>
                <span className="line">
                  <Button
                    onClick={() => {
                      go(stepOf(steps, advice.fields[0]?.path ?? ''));
                      form.showProblems(advice.fields);
                    }}
                  >
                    回去补上
                  </Button>
                  <Button onClick={() => void submit(true)}>照样提交</Button>
                </span>
              </Refused>
            )}
            <div className="form-foot">
              {step > 0 && <Button onClick={() => go(step - 1)}>上一步</Button>}
              <Button type="primary" htmlType="submit" loading={busy}>
                {last ? '提交申请' : '下一步'}
              </Button>
            </div>
          </form>
        </Section>
      </div>
    </Page>
  );
}
