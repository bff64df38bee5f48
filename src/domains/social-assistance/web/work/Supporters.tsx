/** 户外义务人: whether each agreed, what was found, and what it changes; nobody is asked about without his or her own consent. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { yuan } from '../../../../kernel/policy/index.ts';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { BlankForms } from '../../../../web/components/BlankForms.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { assistanceCategories, dispositions, incomeTypes } from '../../family/terms.ts';
import type { SupporterLine, SupportersView } from '../../supporters/content.ts';
import { SupporterLetters } from './SupporterLetters.tsx';
import { disposeFields, elsewhereFields, signatureFields, silentFields, whoFields } from './supporterFields.ts';

const looks = {
  asked: 'now',
  declined: 'plain',
  withdrawn: 'plain',
  consented: 'now',
  querying: 'now',
  differs: 'warn',
  disposed: 'good',
  agrees: 'good',
} as const;

type Asking = { kind: 'name' } | { kind: 'sign' | 'dispose' | 'silent' | 'elsewhere'; of: SupporterLine };

export function Supporters({ kase, view }: { kase: CaseView; view: SupportersView }) {
  const { id: caseId } = kase;
  const open = kase.outcome === null;
  const session = useSession();
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const [asking, setAsking] = useState<Asking | null>(null);
  const township = open && may(session, 'POST /api/cases/:id/supporters');
  const checker = open && may(session, 'POST /api/supporters/:id/ask');
  const refresh = async () => {
    requestId.current = newRequestId();
    await queries.invalidateQueries({ queryKey: ['/api/cases', caseId] });
  };
  const post = (url: string, body: object = {}) => api.post(url, { ...body, requestId: requestId.current });
  const run = useMutation({ mutationFn: (url: string) => post(url), onSettled: refresh });
  if (view.rows.length === 0 && !township) return null;

  const name = ({ who, idNumber, ...input }: Readonly<Record<string, unknown>>) => {
    const choice = view.choices[Number(who)];
    return post(`/api/cases/${caseId}/supporters`, {
      ...input,
      ...(idNumber ? { idNumber } : {}),
      ...(choice ? { rows: choice.rows, relation: choice.relation } : {}),
    });
  };
  return (
    <>
      <h3>户外义务人</h3>
      <p className="quiet">不在一起生活的子女等。要本人授权才能核对；不授权的按申报和入户调查办理。</p>
      <ul className="plain-list">
        {view.rows.map((row) => (
          <li key={row.id}>
            <p className="line">
              <b>{row.name}</b>
              <span>{row.relationZh}</span>
              <Tag tone={looks[row.state]}>{row.stateZh}</Tag>
              {!row.declared && <span className="quiet">只作证据，不进入核算</span>}
            </p>
            <State row={row} />
            {checker && row.letters.length > 0 && <SupporterLetters of={row} onDone={refresh} />}
            <div className="case-actions">
              {township && ['asked', 'declined', 'withdrawn'].includes(row.state) && (
                <Button onClick={() => setAsking({ kind: 'sign', of: row })}>登记书面授权</Button>
              )}
              {township && row.state === 'asked' && (
                <>
                  <Button onClick={() => run.mutate(`/api/supporters/${row.id}/paper-refusal`)}>登记不同意</Button>
                  <Button onClick={() => run.mutate(`/api/supporters/${row.id}/drop`)}>填错了，撤下</Button>
                </>
              )}
              {checker && row.state === 'consented' && (
                <Button type="primary" onClick={() => run.mutate(`/api/supporters/${row.id}/ask`)}>
                  启动查询
                </Button>
              )}
              {checker && ['consented', 'querying'].includes(row.state) && (
                <Button onClick={() => setAsking({ kind: 'elsewhere', of: row })}>住在外省，发函查询</Button>
              )}
              {checker && row.state === 'querying' && row.waitingFor.length > 0 && (
                <>
                  <Button onClick={() => run.mutate(`/api/supporters/${row.id}/ask`)}>重新查询没有反馈的部门</Button>
                  <Button onClick={() => setAsking({ kind: 'silent', of: row })}>先出结果</Button>
                </>
              )}
              {checker && row.state === 'querying' && row.waitingFor.length === 0 && (
                <Button type="primary" onClick={() => run.mutate(`/api/supporters/${row.id}/report`)}>
                  出具核对结果
                </Button>
              )}
              {township && row.state === 'differs' && (
                <Button type="primary" onClick={() => setAsking({ kind: 'dispose', of: row })}>
                  处置差异
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {township && (
        <div className="case-actions">
          <Button onClick={() => setAsking({ kind: 'name' })}>请户外义务人授权核对</Button>
        </div>
      )}
      {township && <BlankForms itemId={kase.itemId} />}
      {run.error && <Refused error={apiErrorOf(run.error)} />}
      {asking && (
        <FormDrawer
          {...drawerOf(asking, view)}
          initial={asking.kind === 'name' && view.choices[0] ? { who: '0', name: view.choices[0].name } : {}}
          division={homeDivision(session)}
          send={(input) =>
            asking.kind === 'name' ? name(input) : post(`/api/supporters/${asking.of.id}/${steps[asking.kind]}`, input)
          }
          onDone={refresh}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

const steps = { sign: 'paper-consent', dispose: 'dispose', silent: 'report', elsewhere: 'ask' } as const;

function drawerOf(asking: Asking, view: SupportersView) {
  switch (asking.kind) {
    case 'name':
      return {
        title: '请户外义务人授权核对',
        causes: '本人会在手机上收到通知，由本人决定要不要授权；也可以请本人签书面授权，在这里登记。',
        fields: whoFields(view),
        button: '请本人授权',
      };
    case 'sign':
      return {
        title: `${asking.of.name}的书面授权`,
        causes: '登记以后，核对中心就可以查询授权书上写的来源。',
        fields: signatureFields,
        button: '登记授权',
      };
    case 'dispose':
      return {
        title: `${asking.of.name}：处置差异`,
        causes: `${asking.of.result?.difference ?? ''}。属实调整的，赡养（抚养、扶养）费按查得的情况重新核算。`,
        fields: disposeFields,
        button: '处置',
      };
    case 'elsewhere':
      return {
        title: `${asking.of.name}：发函查询`,
        causes: '本市的来源照常查询，同时按授权发异地协同查询函。对方没有复函的，写明理由也可以先出结果。',
        fields: elsewhereFields,
        button: '发函查询',
      };
    case 'silent':
      return {
        title: `${asking.of.name}：先出核对结果`,
        causes: '结果会写明哪些部门没有反馈。',
        fields: silentFields(asking.of.waitingFor.join('、')),
        button: '出具结果',
      };
  }
}

function State({ row }: { row: SupporterLine }) {
  const { result } = row;
  if (!result)
    return (
      <p className="quiet line">
        {row.signedAt && row.validTo && (
          <span>
            授权有效至 <Day on={row.validTo} />
          </span>
        )}
        {row.state === 'querying' && (
          <span>
            已答复{row.answered}项，共查询{row.asked}项
          </span>
        )}
        {row.state === 'querying' && row.waitingFor.length > 0 && <span>等{row.waitingFor.join('、')}答复</span>}
      </p>
    );
  const { found } = result;
  return (
    <>
      <p className="line">
        <span>查得月收入{yuan(found.monthlyIncomeFen)}</span>
        {found.incomes.map((i) => (
          <span key={i.type} className="quiet">
            {incomeTypes[i.type]}
            {yuan(i.monthlyFen)}
          </span>
        ))}
        {found.category !== 'none' && <span>{assistanceCategories[found.category]}</span>}
        {found.diedOn && (
          <span>
            死亡 <Day on={found.diedOn} />
          </span>
        )}
      </p>
      {result.difference && (
        <p className="line">
          <span>{result.difference}</span>
          {row.disposition && <Tag tone="good">{dispositions[row.disposition as keyof typeof dispositions]}</Tag>}
          <span className="quiet">{row.reason}</span>
        </p>
      )}
      {!result.difference && row.declared && <p className="quiet">与申报没有差异。</p>}
      {result.proceedReason && (
        <p className="note">
          {result.unanswered.join('、')}未反馈，仍出结果：{result.proceedReason}
        </p>
      )}
    </>
  );
}
