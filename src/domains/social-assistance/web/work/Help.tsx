/** 综合评估、转介: what is done for the family beside the decision. It ranks help; it decides no benefit. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import type { CharityAidView, HelpContent, ReferralView } from '../../help/content.ts';
import { aspects, type NeedAspect, referralUnits } from '../../help/terms.ts';

export const referralStates = {
  open: { zh: '等答复', tone: 'now' },
  helped: { zh: '已办理', tone: 'good' },
  declined: { zh: '不能办理', tone: 'warn' },
} as const;

type Open =
  | { form: 'needs' | 'referral' | 'charity'; initial?: Record<string, unknown> }
  | { form: 'reply'; referral: ReferralView };

const drawers = {
  needs: {
    title: '救助需求综合评估',
    causes: '按权重算出困难等级，提出帮扶和转介建议。只用来排先后、安排走访，不决定低保、特困。',
    button: '保存评估',
  },
  referral: { title: '转介', causes: '生成转介单交给有关部门，5个工作日内答复；过期没有答复会提醒您。', button: '转出去' },
  charity: {
    title: '登记慈善帮扶',
    causes: '记在这一家名下，一户一档里看得到；以后转介或者别的慈善组织来核对，会提醒已经帮过。',
    button: '登记',
  },
  reply: { title: '登记答复', causes: '记下对方的办理结果，申请人在“我的办件”里看得到。', button: '保存答复' },
} as const;
export const replyDrawer = drawers.reply;

const score = (hundredths: number): string => (hundredths / 100).toFixed(2).replace(/\.?0+$/, '');

export function Help({ content: help, kase }: { content: HelpContent; kase: CaseView }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const { forms } = help;
  const [latest, ...earlier] = help.needs;
  const send = (input: Record<string, unknown>) => {
    const ofCase = { needs: 'needs', referral: 'referrals', charity: 'charity-aid' };
    const path =
      open!.form === 'reply' ? `/api/referrals/${open!.referral.id}/reply` : `/api/cases/${kase.id}/${ofCase[open!.form]}`;
    return api.post(path, { requestId: newRequestId(), input });
  };
  const fields = open && (open.form === 'reply' ? open.referral.replyForm : forms[open.form]);
  return (
    <Section
      title="帮扶和转介"
      aside={
        <>
          {forms.needs && (
            <Button type="link" size="small" onClick={() => setOpen({ form: 'needs' })}>
              综合评估
            </Button>
          )}
          {forms.referral && (
            <Button type="link" size="small" onClick={() => setOpen({ form: 'referral' })}>
              转介
            </Button>
          )}
          {forms.charity && (
            <Button type="link" size="small" onClick={() => setOpen({ form: 'charity' })}>
              登记慈善帮扶
            </Button>
          )}
        </>
      }
    >
      {!latest && help.referrals.length + help.charity.length === 0 && (
        <p className="quiet">还没有评估和转介。民政以外的需求，在这里转给有关部门。</p>
      )}
      {latest && (
        <>
          <p className="line">
            <b>{latest.levelZh}</b>
            <span className="num">{score(latest.scoreHundredths)}分</span>
            <span className="quiet">
              {latest.madeByName} <Day on={latest.madeOn} />
              {earlier.length > 0 && `，以前评估过${earlier.length}次`}
            </span>
          </p>
          {latest.note && <p>{latest.note}</p>}
          <ul className="plain-list">
            {latest.proposals.map((p) => (
              <li key={p.aspect} className="line">
                <span>{aspects[p.aspect as NeedAspect]}</span>
                <span>{p.text}</span>
                {p.unit && forms.referral && (
                  <Button
                    size="small"
                    onClick={() => setOpen({ form: 'referral', initial: { toUnit: p.unit, content: p.text } })}
                    aria-label={`转介给${referralUnits[p.unit]}`}
                  >
                    转给{referralUnits[p.unit]}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {help.referrals.length > 0 && (
        <>
          <h3>转介（{help.referrals.length}件）</h3>
          <ul className="plain-list">
            {help.referrals.map((r) => (
              <ReferralLine key={r.id} referral={r} onReply={r.replyForm && (() => setOpen({ form: 'reply', referral: r }))} />
            ))}
          </ul>
        </>
      )}
      {help.charity.length > 0 && (
        <>
          <h3>慈善帮扶（{help.charity.length}次）</h3>
          <ul className="plain-list">
            {help.charity.map((aid) => (
              <CharityLine key={aid.id} aid={aid} />
            ))}
          </ul>
        </>
      )}
      {open && fields && (
        <FormDrawer
          {...drawers[open.form]}
          fields={fields}
          initial={open.form === 'reply' ? {} : (open.initial ?? {})}
          division={kase.division}
          send={send}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

const CharityLine = ({ aid }: { aid: CharityAidView }) => (
  <li>
    <p className="line">
      <b>{aid.charity}</b>
      <span>
        {aid.needZh}，{aid.formZh}
        {aid.amountFen > 0 && <Money fen={aid.amountFen} />}
      </span>
      <span className="quiet">
        <Day on={aid.givenOn} />
        {aid.personName && `，给${aid.personName}`}
      </span>
    </p>
    <p>{aid.what}</p>
    {aid.again && <p className="quiet">再次帮扶的理由：{aid.again}</p>}
  </li>
);

export const ReferralLine = ({ referral: r, onReply }: { referral: ReferralView; onReply: (() => void) | null }) => (
  <li>
    <p className="line">
      <b>{r.needZh}</b>
      <span>{r.toUnitZh}</span>
      <Tag tone={r.late ? 'bad' : referralStates[r.state].tone}>{r.late ? '已过期限' : referralStates[r.state].zh}</Tag>
      {r.state === 'open' && (
        <span className="quiet">
          最迟 <Day on={r.dueOn} />
        </span>
      )}
      {r.state === 'open' && onReply && (
        <Button size="small" onClick={onReply} aria-label={`登记答复：${r.toUnitZh}`}>
          登记答复
        </Button>
      )}
    </p>
    <p>{r.content}</p>
    {r.reply && <p className="quiet">答复：{r.reply}</p>}
  </li>
);
