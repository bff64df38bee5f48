/** 合同付款 (PS-08): the parts of one's own contracts, what may be asked for now and what has been paid. */
import { useQuery } from '@tanstack/react-query';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Answered, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { OwnMilestone } from '../../purchase/content.ts';
import { MilestoneTable } from './PurchaseContract.tsx';

export function ContractPayments() {
  const list = useQuery({
    queryKey: ['/api/purchases/mine'],
    queryFn: () => api.get<{ rows: OwnMilestone[] }>('/api/purchases/mine'),
  });
  return (
    <Page title="合同付款" lead="验收合格的节点可以申请付款：填发票号码、上传发票、写明本机构的收款账号。">
      <Answered query={list}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Nothing>没有按节点付款的合同。</Nothing>
          ) : (
            [...Map.groupBy(rows, (row) => row.contractNo)].map(([no, parts]) => (
              <Section key={no} title={`${no}，${parts[0]!.itemName}（${parts[0]!.buyer}）`}>
                <MilestoneTable rows={parts.toSorted((a, b) => a.no - b.no)} contract={no} />
              </Section>
            ))
          )
        }
      </Answered>
    </Page>
  );
}
