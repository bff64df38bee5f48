/** 转介清单: what other departments still have to answer, due first; overdue ones say so. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import type { ReferralView } from '../../help/content.ts';
import { ReferralLine } from './Help.tsx';

const REPLY: readonly FormField[] = [
  {
    name: 'state',
    type: 'choice',
    label: '对方怎么答复',
    required: true,
    choices: [
      { value: 'helped', label: '已办理或正在办理' },
      { value: 'declined', label: '不能办理' },
    ],
  },
  { name: 'reply', type: 'text', label: '办理结果', required: true, widget: 'textarea', min: 4, max: 500 },
];

export function Referrals() {
  const session = useSession();
  const queries = useQueryClient();
  const [state, setState] = useState<'open' | 'done'>('open');
  const [replying, setReplying] = useState<string | null>(null);
  const list = useKeyset<ReferralView>('/api/referrals', { state });
  const mayReply = may(session, 'township-clerk', 'county-clerk');
  return (
    <Page title="转介" lead="转给其他部门的需求。先到期的在前；过了期限没有答复的，请打电话催办，把结果登记在这里。">
      <div className="filters">
        <Segmented
          value={state}
          onChange={(v) => setState(v as 'open' | 'done')}
          options={[
            { value: 'open', label: '等答复' },
            { value: 'done', label: '已答复' },
          ]}
        />
      </div>
      {list.waiting ? (
        <Loading />
      ) : list.error ? (
        <Failed error={list.error} retry={list.retry} />
      ) : list.rows.length === 0 ? (
        <Nothing>{state === 'open' ? '没有等答复的转介。' : '还没有答复过的转介。'}</Nothing>
      ) : (
        list.rows.map((r) => (
          <Section
            key={r.id}
            title={r.personName}
            aside={
              <Link to={'/cases/$caseId' as never} params={{ caseId: r.caseId } as never}>
                看办件
              </Link>
            }
          >
            <p className="quiet">{r.divisionName}</p>
            <ul className="plain-list">
              <ReferralLine referral={r} onReply={mayReply ? () => setReplying(r.id) : null} />
            </ul>
          </Section>
        ))
      )}
      {list.more && (
        <p className="more">
          <Button onClick={list.loadMore} loading={list.loadingMore}>
            加载更多
          </Button>
        </p>
      )}
      {replying && (
        <FormDrawer
          title="登记答复"
          causes="记下对方的办理结果，申请人在“我的办件”里看得到。"
          fields={REPLY}
          division={homeDivision(session)}
          button="保存答复"
          send={(input) => api.post(`/api/referrals/${replying}/reply`, { requestId: newRequestId(), input })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setReplying(null)}
        />
      )}
    </Page>
  );
}
