const eventSource = new EventSource(
  'http://localhost:8084/events?event_types=blog.*,twitchbot.message.*'
);

// Listen for specific event types
eventSource.addEventListener('blog.post.created', (event) => {
  const data = JSON.parse(event.data);
  console.log('New blog post:', data);
});

eventSource.addEventListener('twitchbot.message.created', (event) => {
  const data = JSON.parse(event.data);
  console.log('New Twitch message:', data);
});

// Listen for all events
eventSource.onmessage = (event) => {
  const data = JSON.parse(event.data);
  console.log('Event received:', data);
};

// Handle errors
eventSource.onerror = (error) => {
  console.error('SSE error:', error);
};

// Close connection
// eventSource.close();
