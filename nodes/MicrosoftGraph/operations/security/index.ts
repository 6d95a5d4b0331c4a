export { getAlert } from './getAlert';
export { getAlerts } from './getAlerts';
export { getIncident } from './getIncident';
export { getIncidents } from './getIncidents';
export { updateAlert } from './updateAlert';
export { updateIncident } from './updateIncident';
