/** The institution whose people use the workbench: theirs, without being asked which. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/shared/api.ts';
import type { InstitutionFile } from '../../register/content.ts';

export const useOwn = () =>
  useQuery({
    queryKey: ['/api/institutions', 'own'],
    queryFn: () => api.get<InstitutionFile>('/api/institutions/own'),
  });
