import { useEffect, useMemo, useState } from 'react';
import type { ApplicantFilled } from '../../../kernel/resident/index.ts';
import type { ServiceItem } from '../../../kernel/service/index.ts';
import { blank, type FormValues, withProtectedFrom, withValue } from '../../form/core.ts';
import { type ApiError, api, apiErrorOf } from '../../shared/api.ts';
import { longDateTime } from '../../shared/format.ts';
import { Await, Page, Trouble, useLoad, Waiting } from '../parts.tsx';
import { navigate, useLocation } from '../router.tsx';
import { type Session, typedIdNumber, useSession } from '../session.tsx';
import { Application } from './application.tsx';
import type { StoredDraft } from './autosave.ts';
import { ownPurpose } from './family.tsx';
import { type DraftContent, localDraft, takeHeld } from './kept.ts';
import { type FormStep, stepsOf } from './steps.ts';

interface Guide {
  item: ServiceItem;
  online: boolean;
  office: { name: string; address: string; telephone: string };
  form: { steps: FormStep[] } | null;
}

/** What the platform knows of who signed in. */
type Known = Readonly<Partial<Record<'name' | 'idNumber' | 'phone' | 'address' | 'division' | 'village', string>>>;

/** Name, number, telephone, address and registered village of one's own. Without the file one still begins, with less filled in. */
async function knownOf(session: Session, purpose: string): Promise<Known> {
  const nothing = () => undefined;
  const [file, own] = await Promise.all([
    api.get<{ person: { registeredDivision: string } }>('/api/persons/me').catch(nothing),
    api.post<ApplicantFilled>('/api/persons/me/filling', { purpose }).catch(nothing),
  ]);
  const registered = file?.person.registeredDivision;
  const village = registered?.endsWith('000') ? undefined : registered;
  return {
    name: session.actor.name,
    idNumber: own?.idNumber ?? typedIdNumber() ?? undefined,
    phone: own?.phone ?? undefined,
    address: own?.address ?? undefined,
    division: village,
    // 地名、界线的申请里叫“经办人所在村（社区）”
    village,
  };
}

/** Puts it where the form asks for it; only for one's own application. */
function filledIn(fields: FormStep['fields'], known: Known): FormValues {
  const applicant = fields.find((f) => f.name === 'applicant' && f.type === 'object');
  let values: unknown = blank(fields);
  for (const field of applicant?.fields ?? []) {
    const value = field.name in known ? known[field.name as keyof Known] : undefined;
    if (value !== undefined) values = withValue(values, `applicant.${field.name}`, value);
  }
  // 报告变化的表没有“申请人”一栏，姓名和号码就在第一页
  if (!applicant)
    for (const key of ['name', 'idNumber'] as const)
      if (fields.some((f) => f.name === key) && known[key] !== undefined) values = withValue(values, key, known[key]);
  return values as FormValues;
}

export default function ApplyPage({ itemId }: { itemId: string }) {
  const guide = useLoad<Guide>(`/api/services/${itemId}`);
  return (
    <Await of={guide}>
      {(g) =>
        g.form && g.online ? (
          <Begin item={g.item} steps={g.form.steps} />
        ) : (
          <Page title={g.item.name} back={{ href: `/services/${itemId}`, text: '办事指南' }}>
            <p className="say warn">这件事现在还不能在网上办，请到窗口或者打电话。</p>
            <p>
              <b>{g.office.name}</b>
              <br />
              {g.office.address}
            </p>
            <p className="tel">
              <a href={`tel:${g.office.telephone}`}>{g.office.telephone}</a>
            </p>
          </Page>
        )
      }
    </Await>
  );
}

type Start = { draft: StoredDraft | null; content: DraftContent; unsaved: boolean };

/** Before the first step: goes on with what is there, asking when that is not what the address says. */
function Begin({ item, steps: given }: { item: ServiceItem; steps: readonly FormStep[] }) {
  const { session } = useSession();
  const { query } = useLocation();
  const steps = useMemo(() => stepsOf(given), [given]);
  const fields = useMemo(() => steps.flatMap((s) => s.fields), [steps]);
  const [held] = useState(() => takeHeld(session.actor.id, item.itemId));
  const [start, setStart] = useState<Start | null>(null);
  const [found, setFound] = useState<{ id: string; updatedAt: string } | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [wanted] = useState(() => query.get('draft'));
  const [other] = useState(() => query.get('for') === 'other');

  const begin = async () => {
    const form = other ? blank(fields) : filledIn(fields, await knownOf(session, ownPurpose(item.name)));
    setStart({ draft: null, content: { form, step: 0, other }, unsaved: false });
  };
  const open = (id: string) =>
    api.get<StoredDraft>(`/api/drafts/${id}`).then(
      (draft) => {
        // What was held in memory is whole and the newest; what the phone kept lacks what the server has.
        const local = localDraft(session.actor.id, item.itemId);
        const newer = held ?? (local && { ...local, form: withProtectedFrom(fields, local.form, draft.content.form) });
        setStart({ draft, content: newer ?? draft.content, unsaved: newer !== null });
      },
      (error: unknown) => setTrouble(apiErrorOf(error)),
    );

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the page opens
  useEffect(() => {
    if (wanted) return void open(wanted);
    const newer = held ?? localDraft(session.actor.id, item.itemId);
    const goOn = () => (newer ? setStart({ draft: null, content: newer, unsaved: true }) : void begin());
    if (held) return goOn();
    api.get<{ rows: { id: string; itemId: string; updatedAt: string }[] }>('/api/drafts').then(
      ({ rows }) => {
        const mine = rows.find((r) => r.itemId === item.itemId);
        if (mine && newer) void open(mine.id);
        else if (mine) setFound(mine);
        else goOn();
      },
      // Without the list of drafts one can still begin, or go on with what the phone has.
      goOn,
    );
  }, []);

  if (start) return <Application item={item} steps={steps} draft={start.draft} content={start.content} unsaved={start.unsaved} />;
  if (trouble)
    return (
      <Page title={item.name} back={{ href: '/app/my', text: '我的办件' }}>
        <Trouble error={trouble} />
        <button type="button" className="button plain" onClick={() => void begin()}>
          重新填一份
        </button>
      </Page>
    );
  if (!found) return <Waiting />;
  return (
    <Page title={item.name} back={{ href: `/services/${item.itemId}`, text: '办事指南' }}>
      <p className="lead">您有一份没填完的，{longDateTime(found.updatedAt)}保存。</p>
      <div className="next">
        <button type="button" className="button" onClick={() => void open(found.id)}>
          接着填
        </button>
        <button
          type="button"
          className="button plain"
          onClick={() => {
            navigate(`/app/apply/${item.itemId}${other ? '?for=other' : ''}`, { replace: true });
            void begin();
          }}
        >
          重新填一份
        </button>
      </div>
    </Page>
  );
}
