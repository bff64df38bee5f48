/** 修订记录: what was changed after the lock, why, by which document; and the requests that wait for the city's leader. */
import { Button } from 'antd';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import type { RevisionView, SheetView } from '../../statistics/content.ts';

const tones = { asked: 'warn', approved: 'good', refused: 'plain' } as const;

export const StatRevisions = ({ sheet, onAsk }: { sheet: SheetView; onAsk: (offer: Offer) => void }) => (
  <Section title="修订记录">
    <DataTable
      caption="修订记录"
      rows={sheet.revisions}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'what',
          title: '改了什么',
          kind: 'main',
          wraps: true,
          render: (row) => (
            <>
              <b>{row.unitName}</b>
              {row.changes.map((change) => (
                <div key={change.key}>
                  {change.label} {change.before}
                  {change.unit} → {change.after}
                  {change.unit}
                </div>
              ))}
            </>
          ),
        },
        {
          key: 'why',
          title: '理由',
          kind: 'wide',
          render: (row) => (
            <>
              {row.reason}（{row.askedName} <Moment at={row.askedAt} />）
            </>
          ),
        },
        { key: 'state', title: '结果', kind: 'wide', render: (row) => <Result of={row} onAsk={onAsk} /> },
      ]}
    />
  </Section>
);

const Result = ({ of, onAsk }: { of: RevisionView; onAsk: (offer: Offer) => void }) => (
  <>
    <Tag tone={tones[of.state]}>{of.stateZh}</Tag>
    {of.decidedAt && (
      <span className="quiet">
        {' '}
        {of.documentNo ? `${of.documentNo}，成第${of.toVersion}版` : of.answer}（{of.decidedName} <Moment at={of.decidedAt} />）
      </span>
    )}
    {of.offers.map((offer) => (
      <Button key={offer.action} size="small" aria-label={`${of.unitName}：${offer.zh}`} onClick={() => onAsk(offer)}>
        {offer.zh}
      </Button>
    ))}
  </>
);
