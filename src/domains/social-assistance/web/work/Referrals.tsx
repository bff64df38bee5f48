/** 转介清单: what other departments still have to answer, due first; overdue ones say so. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import type { ReferralView } from '../../help/content.ts';
import { ReferralLine, replyDrawer } from './Help.tsx';

export function Referrals() {
  const session = useSession();
  const queries = useQueryClient();
  const [state, setState] = useState<'open' | 'done'>('open');
  const [replying, setReplying] = useState<ReferralView | null>(null);
  const list = useKeyset<ReferralView>('/api/referrals', { state });
  return (
    <Page title="转介" lead="转给其他部门和慈善组织的需求。先到期的在前；过了期限没有答复的，请打电话催办，把结果登记在这里。">
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
              <ReferralLine referral={r} onReply={r.replyForm && (() => setReplying(r))} />
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
      {replying?.replyForm && (
        <FormDrawer
          {...replyDrawer}
          fields={replying.replyForm}
          division={homeDivision(session)}
          send={(input, requestId) => api.post(`/api/referrals/${replying.id}/reply`, { requestId, input })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setReplying(null)}
        />
      )}
    </Page>
  );
}
