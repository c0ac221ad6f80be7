const eventSource = new EventSource('http://localhost:8080/api/v1/stream');

// Connected event
eventSource.addEventListener('connected', (event) => {
  const data = JSON.parse(event.data);
  console.log('Stream connected:', data);
});

// Drift alerts
eventSource.addEventListener('drift', (event) => {
  const drift = JSON.parse(event.data);
  console.log('New drift detected:', drift);
  showNotification(drift);
});

// Falco events
eventSource.addEventListener('falco', (event) => {
  const falcoEvent = JSON.parse(event.data);
  console.log('Security event:', falcoEvent);
  logSecurityEvent(falcoEvent);
});

// State changes
eventSource.addEventListener('state_change', (event) => {
  const change = JSON.parse(event.data);
  console.log('State updated:', change);
});

// Error handling
eventSource.onerror = (error) => {
  console.error('SSE error:', error);
  // EventSource automatically reconnects
};
