/** What one application for assistance came to: every category in plain words, the recognition and its renewal, where one was referred. */
import { useState } from 'react';
import type { CaseRow, CaseView } from '../../../kernel/service/index.ts';
import { type ApiError, api, apiErrorOf } from '../../shared/api.ts';
import { dateText } from '../../shared/format.ts';
import { Trouble } from '../parts.tsx';
import { Link, navigate } from '../router.tsx';
import { useSession } from '../session.tsx';
import { ClauseList } from './clauses.tsx';
import type { CaseSections } from './sections.ts';

const words = { eligible: '符合', 'not-eligible': '不符合', undetermined: '还不能确定' } as const;
const marks = { eligible: '✓', 'not-eligible': '✕', undetermined: '？' } as const;

/** 一次申请逐类审核: which category fits and which do not, each with its reasons behind it. */
export function Categories({ of: c }: { of: CaseView }) {
  const { classification } = c.sections as CaseSections;
  const kin: readonly CaseRow[] = [...(c.parent ? [c.parent] : []), ...c.children];
  return (
    <>
      {classification && (
        <section>
          <h2>一次申请，逐类审核</h2>
          <p>您只交了一份申请，我们按下面各类逐一审核，不用您再分别申请。</p>
          {classification.tests.map((t) => (
            <details key={t.category}>
              <summary>
                <span aria-hidden="true">{marks[t.outcome]} </span>
                {t.zh}：{words[t.outcome]}
              </summary>
              <ClauseList clauses={t.clauses} />
            </details>
          ))}
          {classification.aid.outcome === 'eligible' && (
            <p className="say">家里必需的医疗、教育支出超出了负担能力，还可以申请临时救助，请问乡镇（街道）窗口。</p>
          )}
        </section>
      )}
      {kin.length > 0 && (
        <>
          <h2>一起办的其他办件</h2>
          <ul className="list">
            {kin.map((k) => (
              <li key={k.id}>
                <Link href={`/app/my/${k.id}`}>
                  <b>
                    {k.applicantName} {k.itemName}
                  </b>
                  <small>{k.stateZh}</small>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const states: Readonly<Record<string, string>> = { active: '有效', ended: '已终止', expired: '已到期' };

/** The status, until when, and a new application filled from the old one. */
export function Recognised({ of: c }: { of: CaseView }) {
  const { session } = useSession();
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const { recognition } = c.sections as CaseSections;
  if (!recognition) return null;
  const renew = () =>
    api.post<{ id: string; itemId: string }>(`/api/cases/${c.id}/renewal`).then(
      (draft) => navigate(`/app/apply/${draft.itemId}?draft=${draft.id}`),
      (error: unknown) => setTrouble(apiErrorOf(error)),
    );
  return (
    <section>
      <h2>认定情况</h2>
      <p>
        <b>{states[recognition.state] ?? recognition.state}</b>，从{dateText(recognition.validFrom)}起
        {recognition.endedOn
          ? `，到${dateText(recognition.endedOn)}止`
          : recognition.validTo
            ? `，到${dateText(recognition.validTo)}止`
            : recognition.reviewDue && `，${dateText(recognition.reviewDue)}前复核一次`}
        。
      </p>
      {recognition.validTo && <p>到期前还需要的，用上次填的内容重新申请，没有变化的材料不用再交。</p>}
      {trouble && <Trouble error={trouble} telephone={session.city.telephone} />}
      <button type="button" className="button plain" onClick={() => void renew()}>
        用上次的内容重新申请
      </button>
    </section>
  );
}

export function Referred({ of: c }: { of: CaseView }) {
  const { help } = c.sections as CaseSections;
  if (!help) return null;
  return (
    <>
      {help.referrals.length > 0 && (
        <section>
          <h2>转给其他部门的需求</h2>
          <ul className="list">
            {help.referrals.map((r) => (
              <li key={r.id}>
                <div>
                  <b>
                    {r.needZh}：{r.toUnitZh}
                  </b>
                  <small>{r.reply ? r.reply : `等对方答复，最迟${dateText(r.dueOn)}`}</small>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {help.charity.length > 0 && (
        <section>
          <h2>慈善组织的帮扶</h2>
          <ul className="list">
            {help.charity.map((aid) => (
              <li key={aid.id}>
                <div>
                  <b>
                    {aid.charity}：{aid.what}
                  </b>
                  <small>
                    {aid.needZh}，{dateText(aid.givenOn)}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
