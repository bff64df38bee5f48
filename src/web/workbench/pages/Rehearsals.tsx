/** 政策预演: drafts of standards, newest first, and a new one. */
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { DraftListRow } from '../../../kernel/rehearsal/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { DivisionName, Moment, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api, newRequestId } from '../../shared/api.ts';
import { DraftForm } from './DraftForm.tsx';

export const draftTone = (state: DraftListRow['state']): 'good' | 'warn' | 'now' =>
  state === 'published' ? 'good' : state === 'withdrawn' ? 'warn' : 'now';

export function Rehearsals() {
  const session = useSession();
  const navigate = useNavigate();
  const [proposing, setProposing] = useState(false);
  const list = useKeyset<DraftListRow>('/api/standard-drafts');
  return (
    <Page
      title="政策预演"
      lead="调标准之前先算一遍：谁增加、谁减少、谁进、谁出，每月多花多少。看过十户再批，公布的结果要与预演一致。"
      aside={
        may(session, 'POST /api/standard-drafts') && (
          <Button type="primary" onClick={() => setProposing(true)}>
            拟定方案
          </Button>
        )
      }
    >
      <div className="sheet">
        <KeysetTable
          caption="标准方案"
          list={list}
          rowKey={(row) => row.id}
          empty="还没有方案。要调标准，先拟定一个方案预演。"
          columns={[
            {
              key: 'title',
              title: '方案',
              kind: 'main',
              render: (row) => (
                <Link to="/rehearsal/$draftId" params={{ draftId: row.id }}>
                  {row.title}
                </Link>
              ),
            },
            { key: 'state', title: '状态', render: (row) => <Tag tone={draftTone(row.state)}>{row.stateZh}</Tag> },
            { key: 'division', title: '地区', render: (row) => <DivisionName name={row.divisionName} /> },
            { key: 'document', title: '依据文件', kind: 'wide', render: (row) => row.documentNo },
            { key: 'by', title: '拟定人', render: (row) => row.proposedName },
            { key: 'at', title: '拟定时间', render: (row) => <Moment at={row.proposedAt} /> },
          ]}
        />
      </div>
      {proposing && (
        <DraftForm
          title="拟定标准方案"
          button="保存方案"
          onClose={() => setProposing(false)}
          send={async (content) => {
            const { id } = await api.post<{ id: string }>('/api/standard-drafts', { ...content, requestId: newRequestId() });
            await navigate({ to: '/rehearsal/$draftId', params: { draftId: id } });
          }}
        />
      )}
    </Page>
  );
}
