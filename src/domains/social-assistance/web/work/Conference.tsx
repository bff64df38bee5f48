/** 一事一议 of a case: asked for, called, resolved, put into minutes. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import type { ConferenceContent, ConferenceView } from '../../conference/content.ts';
import { conferenceSubjects, conferenceUnits, conferenceWays } from '../../conference/terms.ts';

type Form = keyof ConferenceContent['forms'];

const drawers = {
  request: { title: '提请一事一议', button: '提请会商' },
  resolve: {
    title: '登记会商结论',
    causes: '结论可以突破额度上限、再次救助，不能改变哪些救助不能同时享受。开会的随即生成会商纪要。',
    button: '保存结论',
  },
  minutes: { title: '补会商纪要', causes: '生成会商纪要，编文号。', button: '保存纪要' },
} as const;

export function Conference({ content, kase }: { content: ConferenceContent; kase: CaseView }) {
  const session = useSession();
  const queries = useQueryClient();
  const [open, setOpen] = useState<{ form: Form; id?: string; initial?: Record<string, unknown> } | null>(null);
  const { forms, conferences, urgent } = content;
  // Opened from the list of overpayments, the page goes to where it is asked for.
  useEffect(() => {
    if (window.location.hash === '#conference') document.getElementById('conference')?.scrollIntoView();
  }, []);
  if (conferences.length === 0 && !forms.request) return null;
  const fields = open ? forms[open.form] : null;
  const send = (input: Record<string, unknown>) => {
    const path = {
      request: `/api/cases/${kase.id}/conferences`,
      resolve: `/api/conferences/${open?.id}/resolution`,
      minutes: `/api/conferences/${open?.id}/minutes`,
    }[open!.form];
    return api.post(path, { requestId: newRequestId(), input });
  };
  const within = urgent ? '急难：县民政局当天电话会商，会后补纪要。' : '县民政局在5个工作日内召集有关部门会商。';
  return (
    <Section
      title="一事一议"
      id="conference"
      aside={
        forms.request && (
          <Button type="link" size="small" onClick={() => setOpen({ form: 'request' })}>
            提请会商
          </Button>
        )
      }
    >
      {conferences.length === 0 && <p className="quiet">没有提请过会商。超过额度、再次救助、情况复杂或要核销的，在这里提请。</p>}
      {conferences.map((c) => (
        <One
          key={c.id}
          conference={c}
          onResolve={
            forms.resolve
              ? () =>
                  setOpen({
                    form: 'resolve',
                    id: c.id,
                    initial: { heldOn: session.today, way: urgent ? 'phone' : 'meeting' },
                  })
              : null
          }
          onMinutes={forms.minutes ? () => setOpen({ form: 'minutes', id: c.id }) : null}
        />
      ))}
      {open && fields && (
        <FormDrawer
          causes={within}
          {...drawers[open.form]}
          fields={fields}
          initial={open.initial ?? {}}
          division={kase.division}
          send={send}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

type OneProps = { conference: ConferenceView; onResolve: (() => void) | null; onMinutes: (() => void) | null };

function One({ conference: c, onResolve, onMinutes }: OneProps) {
  const { held } = c;
  return (
    <article>
      <p className="line">
        <b>{conferenceSubjects[c.subject]}</b>
        <Tag tone={c.late ? 'bad' : c.state === 'recorded' ? 'good' : 'now'}>{c.late ? '已过期限' : c.stateZh}</Tag>
        {!held && (
          <span className="quiet">
            最迟 <Day on={c.dueOn} /> 会商
          </span>
        )}
        {c.state === 'requested' && onResolve && (
          <Button size="small" onClick={onResolve}>
            登记结论
          </Button>
        )}
        {c.state === 'resolved' && onMinutes && (
          <Button size="small" onClick={onMinutes}>
            补纪要
          </Button>
        )}
      </p>
      <p>{c.matter}</p>
      {held && (
        <>
          <p>{held.resolution}</p>
          {held.amountFen ? (
            <p className="line">
              <Money fen={held.amountFen} /> {held.payer && <span>{held.payer}支付</span>}
            </p>
          ) : null}
          {held.measures && <p>{held.measures}</p>}
        </>
      )}
      <p className="quiet line">
        {held ? (
          <>
            <span>
              <Day on={held.heldOn as never} /> {conferenceWays[held.way]}会商：
              {held.attendees.map((a) => conferenceUnits[a.unit]).join('、')}
            </span>
            {c.minutesNo && <span>{c.minutesNo}</span>}
            <span>
              <Day on={held.reviewOn as never} /> 前回头看
            </span>
          </>
        ) : (
          <span>
            {c.requestedName} <Day on={c.requestedOn} /> 提请
          </span>
        )}
      </p>
    </article>
  );
}
