// Reads a histogram of the project with the implementation that the format comes from (HdrHistogram for Java), and prints
// its count, its quantiles and its greatest value.
import java.nio.ByteBuffer;
import java.util.Base64;
import org.HdrHistogram.Histogram;

class ReadHistogram {
  public static void main(String[] args) throws Exception {
    byte[] bytes = Base64.getDecoder().decode(new String(System.in.readAllBytes()).trim());
    Histogram histogram = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
    StringBuilder line = new StringBuilder().append(histogram.getTotalCount());
    for (String quantile : args) {
      line.append(' ').append(histogram.getValueAtPercentile(Double.parseDouble(quantile) * 100));
    }
    System.out.println(line);
  }
}
