package dev.spillway.server.sink;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The beginning of an answer's body. */
final class BoundedBody {
  private final byte[] bytes;
  private final boolean whole;

  private BoundedBody(byte[] bytes, boolean whole) {
    this.bytes = bytes;
    this.whole = whole;
  }

  /** As many bytes as were asked for, to be read only. */
  byte[] bytes() {
    return bytes;
  }

  /** Whether the body has no more bytes than these. */
  boolean isWhole() {
    return whole;
  }

  /** Keeps up to {@code maxBytes} and then gives the rest, with the connection, up. */
  static HttpResponse.BodyHandler<BoundedBody> handler(int maxBytes) {
    return info -> new Subscriber(maxBytes);
  }

  private static final class Subscriber implements HttpResponse.BodySubscriber<BoundedBody> {
    private final CompletableFuture<BoundedBody> body = new CompletableFuture<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int maxBytes;
    private Flow.@Nullable Subscription subscription;

    Subscriber(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<BoundedBody> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
      subscription = started;
      started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[Math.min(buffer.remaining(), maxBytes - kept.size())];
        boolean tooMuch = buffer.remaining() > bytes.length;
        buffer.get(bytes);
        kept.write(bytes, 0, bytes.length);
        if (tooMuch && subscription != null) {
          subscription.cancel();
          body.complete(new BoundedBody(kept.toByteArray(), false));
          return;
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(new BoundedBody(kept.toByteArray(), true));
    }
  }
}
