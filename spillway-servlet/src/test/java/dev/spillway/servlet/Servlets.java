package dev.spillway.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Servlets for tests. */
final class Servlets {
  private Servlets() {}

  /** Answers by what a lambda does. */
  static HttpServlet of(Work work) {
    return new WorkServlet(work);
  }

  /** What a servlet does. */
  interface Work {
    void serve(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  private static final class WorkServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Work work;

    WorkServlet(Work work) {
      this.work = work;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      work.serve(request, response);
    }
  }

  /** Keeps each request until the test lets one go, and remembers in which order they began. */
  static final class Turnstile implements Work {
    final List<String> begun = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore turns = new Semaphore(0);

    @Override
    public void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
      begun.add(String.valueOf(request.getPathInfo()));
      try {
        if (!turns.tryAcquire(FilterRig.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody lets it go");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      response.getWriter().print("done");
    }

    void letGo(int count) {
      turns.release(count);
    }
  }
}
