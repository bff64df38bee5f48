/** 网点收银: whoever works at a till gets the one of the own outlet, for vouchers or for meals. */
import { useQuery } from '@tanstack/react-query';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { OutletKind } from '../../outlets/terms.ts';
import { CanteenTill } from './CanteenTill.tsx';
import { VoucherTill } from './VoucherTill.tsx';
import './till.css';

export function CareTill() {
  const own = useQuery({
    queryKey: ['/api/care-till'],
    queryFn: () => api.get<{ kind: OutletKind; name: string }>('/api/care-till'),
  });
  return <Answered query={own}>{({ kind }) => (kind === 'canteen' ? <CanteenTill /> : <VoucherTill />)}</Answered>;
}
