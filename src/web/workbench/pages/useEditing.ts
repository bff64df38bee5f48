/** While the form of an action is open, the case is held against colleagues of the same duty; a colleague who was there first is told instead of a form. */
import { useEffect, useState } from 'react';
import { type ApiError, api, apiErrorOf } from '../../shared/api.ts';

/** Null while the form may be filled in; a broken line is no reason not to. */
export function useEditing(caseId: string, action: string | undefined): ApiError | null {
  const [refused, setRefused] = useState<ApiError | null>(null);
  useEffect(() => {
    if (action === undefined) return;
    let open = true;
    setRefused(null);
    api.post(`/api/cases/${caseId}/edit`).catch((thrown) => {
      const error = apiErrorOf(thrown);
      if (open && ['CASE_EDITED', 'CASE_CLAIMED'].includes(error.code)) setRefused(error);
    });
    return () => {
      open = false;
      // A release that does not arrive costs nothing: the hold ends by itself (decision 0006).
      void api.delete(`/api/cases/${caseId}/edit`).catch(() => {});
    };
  }, [caseId, action]);
  return refused;
}
