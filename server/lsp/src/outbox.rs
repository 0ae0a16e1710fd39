//! Messages to the client. The loop puts them in without waiting; a task writes them in order.

use std::sync::mpsc::Sender;

use lsp_types::{ConfigurationItem, PublishDiagnosticsParams, Registration, notification};
use tokio::sync::mpsc;
use tower_lsp::Client;

use crate::event::Event;
use crate::ext::{CONFIGURATION_SECTION, StatusChanged, StatusResult};

/// Something to tell or to ask the client.
pub(crate) enum Message {
    Diagnostics(PublishDiagnosticsParams),
    Status(StatusResult),
    RefreshHints,
    Register(Vec<Registration>),
    PullConfiguration,
}

/// The way to the client.
pub(crate) struct Outbox(mpsc::UnboundedSender<Message>);

impl Outbox {
    /// Starts the task that writes. Must be called inside a tokio runtime.
    pub(crate) fn start(client: Client, events: Sender<Event>) -> Self {
        let (sender, mut queue) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(message) = queue.recv().await {
                write(&client, message, &events).await;
            }
        });
        Self(sender)
    }

    /// Puts a message in; the client may be gone already.
    pub(crate) fn put(&self, message: Message) {
        let _ = self.0.send(message);
    }
}

/// Notifications are written in order. Requests wait for an answer each, so they get a task of their own.
async fn write(client: &Client, message: Message, events: &Sender<Event>) {
    let client = client.clone();
    match message {
        Message::Diagnostics(params) => {
            client.send_notification::<notification::PublishDiagnostics>(params).await;
        }
        Message::Status(params) => client.send_notification::<StatusChanged>(params).await,
        Message::RefreshHints => drop(tokio::spawn(async move {
            log(client.inlay_hint_refresh().await);
        })),
        Message::Register(registrations) => drop(tokio::spawn(async move {
            log(client.register_capability(registrations).await);
        })),
        Message::PullConfiguration => drop(tokio::spawn(pull_configuration(client, events.clone()))),
    }
}

async fn pull_configuration(client: Client, events: Sender<Event>) {
    let item = ConfigurationItem { scope_uri: None, section: Some(CONFIGURATION_SECTION.to_owned()) };
    match client.configuration(vec![item]).await {
        Ok(answer) => {
            let settings = answer.into_iter().next().unwrap_or_default();
            let _ = events.send(Event::Configuration(settings));
        }
        Err(error) => tracing::warn!(%error, "the client gave no settings"),
    }
}

fn log(answer: tower_lsp::jsonrpc::Result<()>) {
    if let Err(error) = answer {
        tracing::warn!(%error, "the client refused a request");
    }
}
