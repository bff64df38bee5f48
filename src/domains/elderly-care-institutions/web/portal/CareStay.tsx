/** 我家老人: the plan of care and what was done today and this week, incidents, a level that waits for consent, bills, and what the family may ask for. */
import type { ReactNode } from 'react';
import { plainDateOf, shortDate } from '../../../../kernel/calendar/index.ts';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { Act } from '../../../../web/portal/Act.tsx';
import { AskForm } from '../../../../web/portal/AskForm.tsx';
import { Await, Page, useLoad } from '../../../../web/portal/parts.tsx';
import { dateText, timeOf, weekdayName, yuan } from '../../../../web/shared/format.ts';
import type { DoseView, TaskView } from '../../care/content.ts';
import type { AskedLevelView, FamilyIncident, FamilyStay } from '../../family/content.ts';
import type { FamilyReferral } from '../../medical/content.ts';
import { Bills } from './Bills.tsx';

type Forms = Record<'leave' | 'visit' | 'departure' | 'pay' | 'complaint' | 'evaluation', readonly FormField[]>;
const dayTime = (at: string): string => `${shortDate(plainDateOf(at))}${timeOf(at)}`;

export default function CareStayPage({ stayId }: { stayId: string }) {
  const stay = useLoad<FamilyStay>(`/api/my/care/stays/${stayId}`);
  const forms = useLoad<Forms>('/api/my/care/request-forms');
  return (
    <Page title="我家老人" back={{ href: '/app/care', text: '家人的养老机构' }}>
      <Await of={stay}>
        {(of) => <Await of={forms}>{(asked) => <Whole of={of} forms={asked} reload={stay.reload} />}</Await>}
      </Await>
    </Page>
  );
}

function Whole({ of, forms, reload }: { of: FamilyStay; forms: Forms; reload: () => void }) {
  return (
    <>
      <section className="now">
        <h2>
          {of.name}，{of.institutionName}
        </h2>
        <p>
          床位{of.bed}，{of.kindZh}，护理等级{of.levelZh}，{dateText(of.fromOn)}入住
          {of.toOn && `，${dateText(of.toOn)}离开`}
          {of.away && '，现在请假在外'}
        </p>
        <p>
          机构电话 <a href={`tel:${of.telephone}`}>{of.telephone}</a>
          {of.contractId && (
            <>
              ，<a href={`/api/documents/${of.contractId}`}>打开服务协议</a>
            </>
          )}
        </p>
      </section>
      {of.asked && <Asked of={of.asked} stayId={of.stayId} reload={reload} />}
      <Referrals rows={of.referrals} />
      <Restraints rows={of.restraints} />
      <Incidents rows={of.incidents} />
      <Today of={of} />
      <Bills bills={of.bills} payments={of.payments} refundDue={of.refundDue} pay={forms.pay} reload={reload} />
      <Plan of={of} />
      <Evaluations of={of} fields={forms.evaluation} reload={reload} />
      <Ask of={of} forms={forms} reload={reload} />
    </>
  );
}

/** Both sides of a change, so that nobody agrees to what he has not compared. */
function Asked({ of, stayId, reload }: { of: AskedLevelView; stayId: string; reload: () => void }) {
  const price = (fen: number | null): string => (fen === null ? '没有公布' : `每月${yuan(fen)}`);
  return (
    <section className="say warn">
      <h2>护理等级要变更，请您确认</h2>
      <p>
        机构建议从{dateText(of.from)}起，由<b>{of.now.levelZh}</b>改为<b>{of.proposed.levelZh}</b>：{of.why}。您同意了才会改。
      </p>
      <p>
        护理费：现在{price(of.now.monthlyFen)}，改后{price(of.proposed.monthlyFen)}。
      </p>
      {of.assessments.length > 0 && (
        <ul className="list">
          {of.assessments.map((a, i) => (
            <li key={a.on}>
              <div>
                <b>{i === of.assessments.length - 1 && of.assessments.length > 1 ? '新的评估' : '现有的评估'}</b>
                <small>
                  {dateText(a.on)}，能力{a.capacityZh}，对应{a.offeredZh}
                </small>
              </div>
            </li>
          ))}
        </ul>
      )}
      {of.assessments.length < 2 && <p>还没有新的能力评估，是机构按照护情况提的；不放心的，可以先申请能力评估再定。</p>}
      <Act url={`/api/my/care/stays/${stayId}/consent`} text="同意变更" plain={false} done={reload} />
      <p>不同意的不用点，等级照旧；请打机构电话说明。</p>
    </section>
  );
}

const Incidents = ({ rows }: { rows: readonly FamilyIncident[] }) =>
  rows.length === 0 ? null : (
    <section>
      <h2>突发事件</h2>
      {rows.map((row) => (
        <details key={row.id} open={row.open}>
          <summary>
            {dayTime(row.foundAt)}
            {row.typeZh}，{row.injuryZh}，{row.open ? '正在处理' : '已结案'}
          </summary>
          <p>
            在{row.place}。{row.what}。先{row.measureZh}。
          </p>
          <ul className="list">
            {row.steps.map((step) => (
              <li key={step.id}>
                <div>
                  <b>{step.zh}</b>
                  <small>
                    {dayTime(step.at)}，{step.text}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );

/** 约束保护: why, by whose order and with whose consent, and each time somebody looked. */
const Restraints = ({ rows }: { rows: FamilyStay['restraints'] }) =>
  rows.length === 0 ? null : (
    <section>
      <h2>约束保护</h2>
      {rows.map((row) => (
        <details key={row.id} open={row.endedAt === null}>
          <summary>
            {dayTime(row.startAt)}
            {row.wayZh}，{row.endedAt ? `${dayTime(row.endedAt)}解除` : `正在约束，最长${row.maxHours}小时`}
          </summary>
          <p>
            {row.reason}。医嘱：{row.order}。同意的是{row.consentBy}。{row.endedWhy && `解除：${row.endedWhy}。`}
          </p>
          <ul className="list">
            {row.looks.map((look) => (
              <li key={look.id}>
                <div>
                  <b>{dayTime(look.at)}看过</b>
                  <small>
                    {look.by}：{look.note}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );

/** 转诊: where the older person is now, and each step of the way. */
const Referrals = ({ rows }: { rows: readonly FamilyReferral[] }) =>
  rows.length === 0 ? null : (
    <section>
      <h2>去医院</h2>
      {rows.map((row) => (
        <details key={row.id} open={row.open}>
          <summary>
            {dayTime(row.outAt)}送往{row.hospital}，{row.stateZh}
          </summary>
          {row.keepTo && <p>床位保留到{dateText(row.keepTo)}，住院的整天不收餐费。</p>}
          <ul className="list">
            {row.steps.map((step) => (
              <li key={step.id}>
                <div>
                  <b>{step.zh}</b>
                  <small>
                    {dayTime(step.at)}，{step.text}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );

const states: Readonly<Record<TaskView['state'], string>> = {
  waiting: '还没到时间',
  open: '还没有做',
  missed: '到时间没有记录',
  done: '做了',
  refused: '老人不要',
  abnormal: '有异常',
};

/** The last line of a task that says something. */
function lineSays(task: TaskView): ReactNode {
  const line = task.lines.at(-1);
  if (!line) return states[task.state];
  return `${timeOf(line.doneAt)}${states[task.state]}，${line.by}${line.says ? `：${line.says}` : ''}${
    task.lines.length > 1 ? '（更正过）' : ''
  }`;
}

const doses: Readonly<Record<DoseView['state'], string>> = {
  waiting: '还没到时间',
  open: '还没有服',
  prepared: '药已备好',
  missed: '到时间没有记录',
  given: '服了',
  refused: '老人没有服',
};
const doseSays = (dose: DoseView): string =>
  dose.givenAt && dose.givenName
    ? `${timeOf(dose.givenAt)}${doses[dose.state]}，${dose.preparedName}备药，${dose.givenName}核对`
    : doses[dose.state];

function Today({ of }: { of: FamilyStay }) {
  return (
    <section>
      <h2>今天的照护</h2>
      {of.today.length === 0 ? (
        <p>
          {of.away
            ? '请假在外，今天没有照护。'
            : of.plan
              ? '今天没有要做的项目。'
              : `照护计划还在定，最迟${dateText(of.planDue)}。`}
        </p>
      ) : (
        <ul className="list">
          {of.today.map((task) => (
            <li key={task.id}>
              <div>
                <b>
                  {timeOf(task.dueAt)} {task.what}
                </b>
                <small>{lineSays(task)}</small>
              </div>
            </li>
          ))}
        </ul>
      )}
      {of.doses.length > 0 && (
        <>
          <h3>服药</h3>
          <ul className="list">
            {of.doses.map((dose) => (
              <li key={dose.id}>
                <div>
                  <b>
                    {timeOf(dose.dueAt)} {dose.drug}
                  </b>
                  <small>{doseSays(dose)}</small>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {of.medications.some((m) => m.daysLeft < 3) && (
        <p className="say warn">
          {of.medications
            .filter((m) => m.daysLeft < 3)
            .map((m) => m.drug)
            .join('、')}
          快用完了，请送来。
        </p>
      )}
      {of.plan && (
        <details>
          <summary>这一周做了多少</summary>
          <ul className="list">
            {of.week.map((day) => (
              <li key={day.day}>
                <div>
                  <b>
                    {shortDate(day.day)}
                    {weekdayName(day.day)}
                  </b>
                  <small>
                    做了{day.done}项{day.refused > 0 && `，老人不要${day.refused}项`}
                    {day.abnormal > 0 && `，异常${day.abnormal}项`}
                    {day.missed > 0 && `，没有记录${day.missed}项`}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Plan({ of: { plan, risks, advice } }: { of: FamilyStay }) {
  if (plan === null && risks.length === 0 && advice.length === 0) return null;
  return (
    <section>
      <h2>照护计划</h2>
      {plan && (
        <>
          <p>
            目标：{plan.goals}
            {plan.wishes && `。意愿：${plan.wishes}`}
            {plan.doctor && `。医嘱：${plan.doctor}`}
          </p>
          <ul className="list">
            {plan.items.map((item) => (
              <li key={`${item.what}${item.times}`}>
                <div>
                  <b>{item.what}</b>
                  <small>
                    {item.days}，{item.times}
                  </small>
                </div>
              </li>
            ))}
          </ul>
          <p className="quiet">
            第{plan.no}份，{plan.madeName}
            {dateText(plainDateOf(plan.fromAt))}定。
          </p>
        </>
      )}
      {advice.length > 0 && (
        <details>
          <summary>医生巡诊的建议</summary>
          <ul className="list">
            {advice.map((row) => (
              <li key={row.id}>
                <div>
                  <b>{row.advice}</b>
                  <small>
                    {dateText(row.on)}，{row.partner}
                    {row.doctor}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </details>
      )}
      {risks.length > 0 && <p className="quiet">九项风险：{risks.map((r) => `${r.zh}${r.levelZh}`).join('，')}</p>}
    </section>
  );
}

const starsText = (n: number): string => `${n}星`;

/** 评价机构: once a quarter; what was said, and what the home answered. */
function Evaluations({ of, fields, reload }: { of: FamilyStay; fields: readonly FormField[]; reload: () => void }) {
  const { open, quarterZh, rows } = of.evaluations;
  return open || rows.length > 0 ? (
    <section>
      <h2>评价机构</h2>
      {rows.length > 0 && (
        <ul className="list">
          {rows.map((row) => (
            <li key={row.id}>
              <div>
                <b>
                  {row.quarterZh}：总的{starsText(row.overall)}
                </b>
                <small>
                  {[
                    row.items.map((item) => `${item.zh}${starsText(item.stars)}`).join('，'),
                    row.words,
                    row.answer && `机构答复：${row.answer}`,
                  ]
                    .filter(Boolean)
                    .join('。')}
                </small>
              </div>
            </li>
          ))}
        </ul>
      )}
      {open && (
        <AskForm
          title={`评价${of.institutionName}`}
          button="提交评价"
          says={`${quarterZh}评一次，交了不能改。公开的是几家评的平均星级，不写是谁；说的话机构和民政局看得到。`}
          fields={fields}
          url={`/api/my/care/stays/${of.stayId}/evaluation`}
          done={reload}
        />
      )}
    </section>
  ) : null;
}

function Ask({ of, forms, reload }: { of: FamilyStay; forms: Forms; reload: () => void }) {
  return (
    <section>
      <h2>请假、探访、退住、投诉</h2>
      {of.requests.length > 0 && (
        <ul className="list">
          {of.requests.map((r) => (
            <li key={r.id}>
              <div>
                <b>
                  {r.kindZh}，{r.days}：{r.stateZh}
                </b>
                <small>{[r.says, r.answer && `机构答复：${r.answer}`].filter(Boolean).join('。')}</small>
                {r.state === 'asked' && <Act url={`/api/my/care/requests/${r.id}/withdrawal`} text="撤回" done={reload} />}
              </div>
            </li>
          ))}
        </ul>
      )}
      {of.toOn === null && (
        <div className="row">
          <AskForm
            title="替老人请假"
            button="提出请假"
            says="前一天17:00以前提的，当天不收餐费。机构同意以后算请假。"
            fields={forms.leave}
            initial={{ leaveKind: 'out' }}
            url={`/api/my/care/stays/${of.stayId}/leave`}
            done={reload}
          />
          <AskForm
            title="预约探访"
            button="预约"
            fields={forms.visit}
            url={`/api/my/care/stays/${of.stayId}/visit`}
            done={reload}
          />
          <AskForm
            title="提出退住"
            button="提出退住"
            says="机构答复以后，到那天办理；当天不再收费，押金和多收的款项按期退清。改主意了，没有答复以前可以撤回。"
            fields={forms.departure}
            url={`/api/my/care/stays/${of.stayId}/departure`}
            done={reload}
          />
        </div>
      )}
      <AskForm
        title="投诉"
        button="提交投诉"
        says="投诉转给县（市、区）民政局办理，按您留的电话答复，机构不经手。"
        fields={forms.complaint}
        url={`/api/my/care/stays/${of.stayId}/complaint`}
        done={reload}
      />
    </section>
  );
}
