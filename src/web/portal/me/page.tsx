import { useCallback, useState } from 'react';
import { longDate, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { HouseholdRelation, HouseholdView, PersonView } from '../../../kernel/resident/index.ts';
import { type ApiError, api, apiErrorOf } from '../../shared/api.ts';
import { dateText, longDateTime, yuan } from '../../shared/format.ts';
import { Await, More, Page, Trouble, useLoad, usePages, Waiting } from '../parts.tsx';
import { useSession } from '../session.tsx';
import { byDay, type Look } from './looks.ts';

interface PersonFile {
  person: PersonView;
  household: HouseholdView | null;
  sections: readonly { key: string; zh: string; content: unknown }[];
}

/** The words of the kernel, said again: its face brings the library of shapes, 23 kB that no phone needs for ten words. */
const relations: Readonly<Record<HouseholdRelation, string>> = {
  head: '户主',
  spouse: '配偶',
  child: '子女',
  parent: '父母',
  'parent-in-law': '公婆或岳父母',
  grandparent: '祖父母或外祖父母',
  grandchild: '孙子女或外孙子女',
  'child-spouse': '儿媳或女婿',
  sibling: '兄弟姐妹',
  other: '其他亲属',
};

/** 我的档案: what is kept of me, what I get, and who looked. */
export default function MePage() {
  const file = useLoad<PersonFile>('/api/persons/me?sections=all');
  return (
    <Page title="我的档案" back={{ href: '/app/my', text: '我的办件' }}>
      <Await of={file}>{(f) => <File file={f} reload={file.reload} />}</Await>
      <Papers />
      <Payments />
      <Looked />
    </Page>
  );
}

function File({ file: { person, household, sections }, reload }: { file: PersonFile; reload: () => void }) {
  return (
    <>
      <dl className="facts">
        <div>
          <dt>姓名</dt>
          <dd>
            {person.name}，{person.sex === 'male' ? '男' : '女'}，{dateText(person.birthDate)}出生
          </dd>
        </div>
        <div>
          <dt>证件号码</dt>
          <dd className="num">{person.idNumber}</dd>
        </div>
        <div>
          <dt>手机</dt>
          <dd className="num">{person.phone ?? '没有登记'}</dd>
        </div>
        <div>
          <dt>现住</dt>
          <dd>{person.divisionName}</dd>
        </div>
        <div>
          <dt>户籍</dt>
          <dd>{person.registeredDivisionName}</dd>
        </div>
      </dl>
      {household && (
        <>
          <h2>我的家</h2>
          <ul className="list">
            {household.members.map((m) => (
              <li key={m.personId}>
                <div>
                  <b>{m.person?.name ?? '（按规定不显示姓名）'}</b>
                  <small>{relations[m.relation]}</small>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {sections
        .filter((s) => Array.isArray(s.content) && s.content.length > 0)
        .map((s) => (
          <section key={s.key}>
            <h2>{s.zh}</h2>
            <ul className="list">
              {(s.content as Row[]).map((row, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of any capability, only read
                <li key={i}>{s.key === 'consents' ? <ConsentEntry row={row} onDone={reload} /> : <Entry row={row} />}</li>
              ))}
            </ul>
          </section>
        ))}
      <p className="quiet">有不对的地方，带身份证到村（社区）更正。</p>
    </>
  );
}

type Row = Readonly<Record<string, unknown>>;
const text = (row: Row, ...keys: string[]): string =>
  keys.map((k) => row[k]).find((v): v is string => typeof v === 'string' && v !== '') ?? '';

/** A row of a section by whichever of the usual names it has. */
function Entry({ row }: { row: Row }) {
  const when = text(row, 'validFrom', 'fromMonth', 'month', 'submittedOn', 'signedOn', 'at', 'on');
  const until = text(row, 'validTo', 'toMonth', 'endsOn');
  const fen = row.amountFen;
  const id = text(row, 'caseId') || (typeof row.itemName === 'string' ? text(row, 'id') : '');
  const body = (
    <>
      <b>
        {text(row, 'zh', 'title', 'itemName', 'programmeZh', 'name', 'sourceName', 'kindZh', 'purpose') || '记录'}
        {typeof fen === 'number' && ` ${yuan(fen)}`}
      </b>
      <small>
        {[
          text(row, 'stateZh', 'stateName'),
          // Taken back from its beginning: the last month lies before the first.
          until && until < when
            ? `${dateText(when)}起的已取消`
            : when && dateText(when.slice(0, when.includes('T') ? 10 : undefined)),
          until && until >= when && `至${dateText(until)}`,
        ]
          .filter(Boolean)
          .join('，')}
      </small>
    </>
  );
  return id ? <a href={`/app/my/${id}`}>{body}</a> : <div>{body}</div>;
}

/** A consent to be checked: until when, or when it was withdrawn; one that holds can be withdrawn at any time, by whoever gave it. */
function ConsentEntry({ row, onDone }: { row: Row; onDone: () => void }) {
  const { today } = useSession().session;
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const revoked = text(row, 'revokedAt');
  const until = text(row, 'validTo');
  const holds = !revoked && until >= today;
  const withdraw = () => {
    setBusy(true);
    setTrouble(null);
    api
      .post(`/api/consents/${text(row, 'id')}/withdraw`)
      .then(onDone, (error: unknown) => setTrouble(apiErrorOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <div>
      <b>{text(row, 'purpose')}</b>
      <small>
        {longDateTime(text(row, 'signedAt'))}签名，
        {revoked ? `${longDateTime(revoked)}已撤回` : holds ? `有效至${dateText(until)}` : `已在${dateText(until)}到期`}
      </small>
      {trouble && <Trouble error={trouble} />}
      {holds && !asked && (
        <p className="row">
          <button type="button" className="button plain" onClick={() => setAsked(true)}>
            撤回授权
          </button>
        </p>
      )}
      {holds && asked && (
        <>
          <p>撤回以后，部门不再查询您的信息。正在办的申请会停在核对这一步，等重新签授权；已经查过的不受影响。</p>
          <p className="row">
            <button type="button" className="button danger" disabled={busy} onClick={withdraw}>
              确定撤回
            </button>
            <button type="button" className="button plain" disabled={busy} onClick={() => setAsked(false)}>
              不撤回
            </button>
          </p>
        </>
      )}
    </div>
  );
}

interface Payment {
  id?: string;
  month: string;
  amountFen: number;
  programmeZh?: string;
  stateZh: string;
  paidOn?: string | null;
  last4?: string | null;
}

const rowsOf = <T,>(answer: unknown): readonly T[] => (answer as { rows: readonly T[] }).rows;

function Payments() {
  const pages = usePages<Payment>('/api/persons/me/payments', rowsOf as (answer: unknown) => readonly Payment[]);
  return (
    <section>
      <h2>发给我的钱</h2>
      {pages.trouble && <Trouble error={pages.trouble} again={pages.again} />}
      {pages.busy && pages.rows.length === 0 && <Waiting />}
      {!pages.busy && !pages.trouble && pages.rows.length === 0 && <p>还没有发放记录。</p>}
      {pages.rows.length > 0 && (
        <ul className="list">
          {pages.rows.map((p) => (
            <li key={p.id ?? `${p.month}${p.programmeZh ?? ''}`}>
              <div>
                <b>
                  {dateText(p.month)} {yuan(p.amountFen)}
                </b>
                <small>
                  {[p.programmeZh, p.stateZh, p.paidOn && dateText(p.paidOn), p.last4 && `尾号${p.last4}`]
                    .filter(Boolean)
                    .join('，')}
                </small>
              </div>
            </li>
          ))}
        </ul>
      )}
      <More of={pages} />
    </section>
  );
}

interface Paper {
  id: string;
  number: string;
  title: string;
  issuedOn: string;
  revokedOn: string | null;
}

/** What letters and messages speak of as 我的文书. */
function Papers() {
  const pages = usePages<Paper>('/api/persons/me/documents', rowsOf as (answer: unknown) => readonly Paper[]);
  return (
    <section>
      <h2>我的文书</h2>
      {pages.trouble && <Trouble error={pages.trouble} again={pages.again} />}
      {pages.busy && pages.rows.length === 0 && <Waiting />}
      {!pages.busy && !pages.trouble && pages.rows.length === 0 && <p>还没有给您的决定书、通知书。</p>}
      <ul className="list">
        {pages.rows.map((paper) => (
          <li key={paper.id}>
            <a href={`/api/documents/${paper.id}/pdf`}>
              <b>{paper.title}</b>
              <small>{[dateText(paper.issuedOn), paper.number, paper.revokedOn && '已撤销'].filter(Boolean).join('，')}</small>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Looked() {
  const { city } = useSession().session;
  const pages = usePages<Look>(
    '/api/persons/me/looked',
    useCallback((answer: unknown) => rowsOf<Look>(answer), []),
  );
  return (
    <section>
      <h2>谁看过我的信息</h2>
      <p>每看一次都有记录，谁也删不掉。觉得不该看的，打 {city.telephone} 反映。</p>
      {pages.trouble && <Trouble error={pages.trouble} again={pages.again} />}
      {pages.busy && pages.rows.length === 0 && <Waiting />}
      {!pages.busy && !pages.trouble && pages.rows.length === 0 && <p className="say">还没有别人看过。</p>}
      <ul className="list">
        {byDay(pages.rows).map((l, i) => (
          <li key={l.id ?? i}>
            <div>
              <b>
                {l.actorName}（{l.divisionName ? `${l.divisionName} ` : ''}
                {l.roleZh}）
              </b>
              <small>
                {l.times === 1 ? longDateTime(l.at) : longDate(plainDateOf(l.at))}，{l.actionZh}
                {l.times > 1 && `${l.times}次`}
                {l.purpose && `，事由：${l.purpose}`}
              </small>
            </div>
          </li>
        ))}
      </ul>
      <More of={pages} />
    </section>
  );
}
